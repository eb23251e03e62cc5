"""A project from the order to the customer's word, much of it without a line."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import PASSWORD, PATIENCE, Open, speak
from tests.e2e.hands import Hands
from tests.e2e.office import Office
from tests.support.clock import TestClock
from tests.support.server import Server

SITE = {"lat": 30.6571, "lon": 104.0817}
TECHNICIAN = "wang@demo.example"
ORDER = {
    "external_reference": "DAY-1",
    "project_name": "Tea house",
    "customer_name": "Tea house Ltd",
    "customer_phone": "13800138000",
    "address": "成都市青羊区人民中路1号",
    "lat": str(SITE["lat"]),
    "lon": str(SITE["lon"]),
    "brand": "beilan",
    "model": "BI-W36",
    "quantity": "1",
    "priority": "critical",
}
SKILLS = {"vrf": 4, "refrigeration": 3, "height": 1, "low_voltage": 3, "delivery": 1}
EVERY_DAY = [
    {"weekday": day, "start_time": "08:00", "end_time": "20:00"} for day in range(7)
]

Call = Callable[..., Any]


@pytest.fixture
def phone(browser: Browser, demo: Server) -> Iterator[BrowserContext]:
    """Return a telephone of its own, which is at the site."""
    context = browser.new_context(
        locale="en",
        timezone_id="Asia/Shanghai",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        geolocation={"latitude": SITE["lat"], "longitude": SITE["lon"]},
        permissions=["geolocation"],
    )
    context.set_default_timeout(PATIENCE)
    speak(context, demo, "en")
    yield context
    context.close()


def hire(page: Page, url: str) -> int:
    """Open a territory with one technician who can do it all; return its id."""
    office = Office(page, url, "platform@demo.example")
    platform = next(
        o for o in office.get("/organisations")["items"] if o["code"] == "demo-platform"
    )
    login = office.post(
        "/users",
        email=TECHNICIAN,
        name="Wang",
        password=PASSWORD,
        memberships=[{"organisation_id": platform["id"], "role": "technician"}],
    )
    office = Office(page, url, "dispatcher@demo.example")
    territory = office.post(
        "/territories", code="chengdu", name="Chengdu", centre=SITE, radius_m=20_000
    )
    office.post(
        "/technicians",
        name="王师傅",
        phone="13700137000",
        territory_id=territory["id"],
        user_id=login["id"],
        home=SITE,
        skills=[{"code": code, "level": level} for code, level in SKILLS.items()],
        patterns=EVERY_DAY,
        capacity_kg=800,
        capacity_m3=4,
    )
    return int(territory["id"])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "order.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ORDER))
        writer.writeheader()
        writer.writerow(ORDER)
    return path


def import_order(page: Page, url: str, sheet: Path) -> None:
    page.goto(f"{url}/imports")
    page.get_by_label("Choose a CSV or XLSX file").set_input_files(sheet)
    page.get_by_role("button", name="Take over 1 good row").click()
    expect(page.get_by_text("1 row was taken over.")).to_be_visible()


def one_man_jobs(page: Page, url: str) -> int:
    """Let one person do what the sample wants two for; return the project's id."""
    office = Office(page, url, "dispatcher@demo.example")
    project = office.get("/projects?q=Tea")["items"][0]
    orders = office.get(f"/work-orders?project_id={project['id']}")["items"]
    for order in orders:
        office.patch(f"/work-orders/{order['id']}", order["version"], crew_size=1)
    return int(project["id"])


def plan_and_publish(page: Page, url: str) -> None:
    page.goto(f"{url}/board?days=5")
    page.get_by_label("Territory").select_option(label="Chengdu")
    page.get_by_role("button", name="Plan", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Seconds to search").fill("2")
    dialog.get_by_role("button", name="Start planning").click()
    dialog.get_by_role("button", name="Publish all").click()
    expect(dialog.get_by_role("status")).to_contain_text("3 changes are published")
    dialog.get_by_role("button", name="Close").last.click()


class Day:
    """The time of the server and of the telephone, which the test moves."""

    def __init__(self, demo: Server, office: Office, project_id: int) -> None:
        self._clock = TestClock(demo.database)
        self._office = office
        self._project_id = project_id

    def now(self) -> datetime:
        return self._clock.now()

    def visit(self, kind: str) -> dict[str, Any]:
        visits = self._office.get(f"/visits?project_id={self._project_id}")["items"]
        return next(each for each in visits if each["kind"] == kind)

    def detail(self, kind: str) -> dict[str, Any]:
        return self._office.get(f"/visits/{self.visit(kind)['id']}")

    def come(self, kind: str, phone: Page) -> dict[str, Any]:
        """Let the time come at which the visit is planned."""
        visit = self.visit(kind)
        start = datetime.fromisoformat(visit["starts_at"])
        self.until(start, phone)
        return visit

    def until(self, moment: datetime, phone: Page) -> None:
        ahead = moment - self._clock.now()
        if ahead > timedelta():
            self._clock.advance(ahead)
            self._office.sign_in()
        phone.clock.set_system_time(self._clock.now())


def follow(browser: Browser, demo: Server, office: Office, project_id: int) -> Page:
    """Open the customer's page, in a browser that knows nothing but the link."""
    link = office.post(f"/projects/{project_id}/links", label="Ms Li")
    page = browser.new_context(locale="en").new_page()
    page.goto(f"{demo.url}{urlsplit(link['url']).path}?lang=en")
    expect(page.get_by_role("heading", name="Your project")).to_be_visible()
    return page


def step_of(customer: Page, kind: str) -> Locator:
    return customer.locator("li.step", has_text=kind)


def verify(page: Page, demo: Server, project_id: int, kind: str) -> None:
    """Look at the work as somebody who did not do it."""
    page.goto(f"{demo.url}/projects/{project_id}")
    step = page.locator("ol > li", has_text=kind).first
    expect(step).to_contain_text("Work done")
    step.get_by_role("button", name="Look at the work").click()
    page.get_by_role("dialog").get_by_role("button", name="Verify").click()
    expect(step).to_contain_text("Closed")


def deliver(hands: Hands, day: Day, customer: Page) -> None:
    day.come("delivery", hands.page)
    hands.open_next("Delivery")
    hands.set_to_work()
    expect(customer.locator("section.now")).to_contain_text("at work")
    hands.serials("SN")
    hands.signature("Let the receiver sign")
    hands.finish()
    hands.is_all_sent()
    assert day.visit("delivery")["state"] == "done"
    hands.back()


def install_without_a_line(hands: Hands, day: Day, demo: Server) -> Hands:
    """Lose the line at work; reload the page, kill it, and take up another."""
    phone = hands.page.context
    day.come("installation", hands.page)
    hands.open_next("Installation")
    hands.set_to_work()
    hands.is_all_sent()
    phone.set_offline(True)
    hands.photo("Before the work", 1)
    hands.serials("SN", "Tea room")
    hands.page.reload()
    hands.photo("After the work", 2)
    hands.page.close()
    hands = Hands(phone.new_page())
    hands.page.clock.install(time=day.now())
    hands.page.goto(f"{demo.url}/phone")
    hands.open_next("Installation")
    hands.signature("Let the customer sign")
    hands.finish()
    assert day.visit("installation")["state"] == "working"
    return hands


def commission(hands: Hands, day: Day) -> None:
    day.come("commissioning", hands.page)
    hands.open_next("Commissioning")
    hands.set_to_work()
    hands.checklist()
    hands.signature("Let the customer sign")
    hands.finish()
    hands.is_all_sent()
    assert day.visit("commissioning")["state"] == "done"


def test_a_project_is_carried_out_from_the_order_to_the_last_signature(
    visit: Open, demo: Server, sheet: Path, phone: BrowserContext, browser: Browser
) -> None:
    board = visit("dispatcher", "/imports")
    hire(board, demo.url)
    import_order(board, demo.url, sheet)
    project_id = one_man_jobs(board, demo.url)
    plan_and_publish(board, demo.url)
    office = Office(board, demo.url, "dispatcher@demo.example")
    customer = follow(browser, demo, office, project_id)
    day = Day(demo, office, project_id)
    hands = Hands(phone.new_page())
    hands.page.clock.install()
    hands.sign_in(demo.url, TECHNICIAN, PASSWORD)

    deliver(hands, day, customer)
    verify(board, demo, project_id, "Delivery")
    expect(step_of(customer, "Delivery")).to_contain_text("Done:")

    hands = install_without_a_line(hands, day, demo)
    expect(customer.locator("section.now")).to_contain_text("at work")
    phone.set_offline(offline=False)
    hands.is_all_sent()
    hands.back()
    verify(board, demo, project_id, "Installation")
    # The pipes rest under pressure: nobody is needed, and nobody comes sooner.
    expect(customer.locator("section.now")).to_contain_text("Resting until")
    ended = day.detail("installation")["work_ended_at"]
    rested = day.detail("commissioning")["starts_at"]
    assert hours_between(ended, rested) >= 24

    commission(hands, day)
    verify(board, demo, project_id, "Commissioning")
    expect(step_of(customer, "Commissioning")).to_contain_text("Done:")
    expect(customer.locator("section.now")).to_contain_text("your acceptance is next")


def hours_between(earlier: str, later: str) -> float:
    passed = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return passed / timedelta(hours=1)
