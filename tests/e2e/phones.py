"""What a technician does on the phone, and what the office sees of it."""

from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PASSWORD
from tests.support.server import Server

PICTURE = Path("docs/images/board.png")
LOGIN = "technician@demo.example"
CONTROLLED = "navigator.serviceWorker.ready.then(() => true)"
#: The technician's visits are counted by their start.
TURN = """
    UPDATE work_orders SET kind = 'commissioning' WHERE id = (
        SELECT v.work_order_id FROM visits v
        JOIN assignments a ON a.visit_id = v.id
        JOIN technicians t ON t.id = a.technician_id
        JOIN users u ON u.id = t.user_id
        WHERE u.email = %s ORDER BY v.starts_at LIMIT 1 OFFSET %s)
"""


def sign_in(page: Page) -> Page:
    """Sign in, wait until the page would start without a line, and show visits."""
    page.get_by_label("E-mail").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    page.evaluate(CONTROLLED)
    show_a_day_with_visits(page)
    return page


def show_a_day_with_visits(page: Page) -> None:
    visits, later = page.locator("[data-visit]"), page.get_by_text("Go to the next one")
    expect(visits.or_(later).first).to_be_visible()
    if later.is_visible():
        later.click()
    expect(visits.first).to_be_visible()


def open_visit(page: Page, number: int = 0) -> int:
    """Open a visit of the day by its place in it; return its id."""
    card = page.locator("[data-visit]").nth(number)
    visit_id = int(card.get_attribute("data-visit") or "")
    card.click()
    expect(page.get_by_role("region", name="Site")).to_be_visible()
    return visit_id


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def come_to_work(page: Page) -> None:
    press(page, "I have seen it", "Set off now", "I am there")
    press(page, "The gate is away from the site", "Arrive all the same")
    press(page, "Begin the work")


def state(page: Page) -> Locator:
    return page.locator("main section").first.locator(".badge")


def sign(page: Page) -> None:
    press(page, "Let the receiver sign")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Wang")
    box = dialog.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 110, steps=8)
    page.mouse.move(box["x"] + 220, box["y"] + 50, steps=8)
    page.mouse.up()
    press(page, "Save the signature")
    expect(dialog).to_have_count(0)


def deliver(page: Page) -> int:
    """Record all that a delivery needs; return how many serial numbers that were."""
    fields = page.locator("input[aria-label$='serial number']")
    count = fields.count()
    for index in range(count):
        fields.nth(index).fill(f"SN-{index}")
        fields.nth(index).press("Enter")
    page.get_by_label("After the work").set_input_files(PICTURE)
    expect(page.locator("figure img")).to_have_count(1)
    sign(page)
    return count


class Office:
    """The API as somebody else uses it, in a session of their own."""

    def __init__(self, page: Page, demo: Server, login: str) -> None:
        browser = page.context.browser
        assert browser is not None
        self._api = f"{demo.url}/api/v1"
        self._request = browser.new_context().request
        credentials = {"email": login, "password": PASSWORD}
        answer = self._request.post(f"{self._api}/session", data=credentials)
        self._token = answer.json()["csrf_token"]

    def read(self, path: str) -> Any:
        answer = self._request.get(self._api + path)
        assert answer.ok, answer.text()
        return answer.json()

    def change(self, method: str, path: str, version: int | None = None) -> None:
        headers = {"X-CSRF-Token": self._token}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._request.fetch(self._api + path, method=method, headers=headers)
        assert answer.ok, answer.text()


def dispatcher(page: Page, demo: Server) -> Office:
    return Office(page, demo, "dispatcher@demo.example")


def end_logins(page: Page, demo: Server) -> None:
    """Revoke what the technician's phones sign in with."""
    person = Office(page, demo, LOGIN)
    for token in person.read("/tokens")["items"]:
        person.change("DELETE", f"/tokens/{token['id']}")


def turn_into_commissioning(demo: Server, number: int) -> None:
    """Make a delivery of the technician's a commissioning, chain or no chain."""
    with psycopg.connect(demo.database.superuser_url) as connection:
        connection.execute(TURN, (LOGIN, number))
