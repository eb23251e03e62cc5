"""A customer follows a project by a link: live, without scripts, in both languages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from app import create_app
from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import db, session
from app.projects.actions.links import make_link, revoke_link
from app.technicians.models import Technician
from app.visits.actions.execution import arrive, start_travel, start_work
from app.visits.models import Assignment, Visit
from app.visits.rules import Doing
from app.visits.states import VisitState
from config import Settings
from tests.e2e.conftest import PATIENCE, Open, Watch
from tests.e2e.test_accessibility import complaints
from tests.support.server import Server

WIDTH_OF_PAGE = "document.documentElement.scrollWidth"
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def house(demo: Server) -> Iterator[Flask]:
    """Act in the served installation as those do who are not the customer."""
    app = create_app(Settings.from_env({"DATABASE_URL": demo.database.app_url}))
    with app.app_context(), acting_as(SYSTEM):
        yield app
        session().rollback()
    with app.app_context():
        db.engine.dispose()


@dataclass
class Job:
    """A planned visit, who goes there, and the customer's link to its project."""

    visit_id: int
    technician_id: int
    name: str
    link_id: int
    url: str

    def does(self) -> Doing:
        return Doing(self.technician_id, now())


@pytest.fixture
def job(house: Flask, demo: Server) -> Job:
    """Give the customer of the next planned visit a link."""
    assert house
    taken = session().execute(
        select(Visit.id, Visit.project_id, Assignment.technician_id, Technician.name)
        .join(Assignment, Assignment.visit_id == Visit.id)
        .join(Technician, Technician.id == Assignment.technician_id)
        .where(Visit.state == VisitState.PLANNED)
        .order_by(Visit.starts_at, Visit.id)
        .limit(1)
    )
    visit_id, project_id, technician_id, name = taken.one()
    made = make_link(project_id)
    link = made.link.id
    return Job(visit_id, technician_id, name, link, f"{demo.url}/t/{made.token}")


@pytest.fixture
def enter(browser: Browser, demo: Server) -> Iterator[Enter]:
    """Return how somebody with nothing but the link opens it, on a phone."""
    contexts: list[BrowserContext] = []
    watch = Watch(demo.url)

    def open_link(job: Job, **device: object) -> Page:
        known = {"locale": "en", "viewport": {"width": 390, "height": 844}}
        context = browser.new_context(**{**known, **device})  # type: ignore[arg-type] # each by its name
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("console", watch.console)
        page.on("request", watch.request)
        page.goto(job.url)
        return page

    yield open_link
    for context in contexts:
        context.close()
    assert watch.complaints == []


def test_each_step_is_seen_as_it_happens_without_loading_again(
    enter: Enter, job: Job
) -> None:
    page = enter(job)
    title = page.get_by_role("heading", level=2).first
    expect(page.get_by_text("This page follows by itself.")).to_be_visible()
    page.evaluate("window.neverLoadedAgain = true")
    called = job.name[0] if job.name[0] > "\u3400" else job.name.split()[0]
    expect(page.locator("main")).not_to_contain_text(f"{called}师傅")
    start_travel(job.visit_id, job.does())
    expect(title).to_contain_text("on the way to you")
    expect(title).to_contain_text(called)
    arrive(job.visit_id, job.does(), "the gate is far from the house")
    expect(title).to_contain_text("there now")
    start_work(job.visit_id, job.does())
    expect(title).to_contain_text("at work")
    expect(page.get_by_role("status")).to_contain_text("at work")
    assert page.evaluate("window.neverLoadedAgain")


def test_it_can_be_read_with_scripts_off(enter: Enter, job: Job) -> None:
    page = enter(job, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Your project")).to_be_visible()
    expect(page.get_by_role("heading", name="Delivery")).to_be_visible()
    expect(page.get_by_role("heading", name="Your acceptance")).to_be_visible()
    expect(page.get_by_text("This page follows by itself.")).to_be_hidden()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="您的项目")).to_be_visible()


def test_a_revoked_link_shows_the_same_as_one_that_never_was(
    enter: Enter, job: Job
) -> None:
    page = enter(job)
    expect(page.get_by_role("heading", name="Your project")).to_be_visible()
    revoke_link(job.link_id)
    gone = page.get_by_role("heading", name="此链接无法打开")
    # The open page finds out by itself, and whoever opens it again sees no more.
    expect(gone).to_be_visible()
    expect(page.get_by_role("heading", name="Your project")).to_have_count(0)
    page.reload()
    expect(gone).to_be_visible()


def test_it_speaks_chinese_to_a_chinese_browser(enter: Enter, job: Job) -> None:
    page = enter(job, locale="zh-CN")
    expect(page.get_by_role("heading", name="您的项目")).to_be_visible()
    expect(page.get_by_role("heading", name="配送")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Your project")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_used_by_all(enter: Enter, job: Job, theme: str) -> None:
    page = enter(job, color_scheme=theme, bypass_csp=True)
    assert page.evaluate(WIDTH_OF_PAGE) == 390
    assert complaints(page) == []


def test_a_link_is_made_copied_shown_to_scan_and_revoked(
    visit: Open, page: Page, job: Job
) -> None:
    project = session().scalar(select(Visit.project_id).where(Visit.id == job.visit_id))
    visit("dispatcher", f"/projects/{project}")
    page.get_by_role("button", name="New link").click()
    page.get_by_label("For whom").fill("The owner's sister")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address of the page")
    expect(address).to_have_value(re.compile(r"/t/[A-Za-z0-9_-]{22}$"))
    expect(page.get_by_alt_text("The link as a code to scan")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text="The owner's sister")
    expect(row).to_contain_text("Opens the page")
    row.get_by_role("button", name="Revoke").click()
    row.get_by_role("button", name="Revoke it now").click()
    expect(row).to_contain_text("Revoked")
