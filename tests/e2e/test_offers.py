"""One partner is asked for work and too late; the next one takes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app import create_app
from app.core.actor import SYSTEM, acting_as
from app.core.database import db
from app.partners.actions.time_out import time_out_offers
from config import Settings
from tests.e2e.conftest import PASSWORD, PATIENCE, Open, Watch, speak
from tests.e2e.languages import Say, saying
from tests.support.clock import TestClock
from tests.support.server import Server

#: The sample's partners, as each language names them; the west has a login.
EAST = {"en": "East Service (sample)", "zh": "沪东服务（样例）"}
WEST = {"en": "West Service (sample)", "zh": "沪西服务（样例）"}
MINUTES = 30


@pytest.fixture
def fresh(demo: Server) -> Server:
    """The demonstration as it was loaded: nobody has a share yet."""
    demo.reset()
    demo.database.put_back()
    return demo


@contextmanager
def signed_in(
    browser: Browser, demo: Server, login: str, language: str
) -> Iterator[Page]:
    """Open a browser of somebody else's, which may not fail either."""
    watch = Watch(demo.url)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    speak(context, demo, language)
    page = context.new_page()
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("console", watch.console)
    page.on("request", watch.request)
    who = {"email": f"{login}@demo.example", "password": PASSWORD}
    assert page.request.post(f"{demo.url}/api/v1/session", data=who).ok
    yield page
    context.close()
    assert watch.complaints == []


def ready_order(page: Page, demo: Server) -> dict[str, Any]:
    answer = page.request.get(f"{demo.url}/api/v1/work-orders?state=ready&limit=1")
    found: dict[str, Any] = answer.json()["items"][0]
    return found


def give_share(page: Page, demo: Server, partner: str, say: Say) -> None:
    page.goto(f"{demo.url}/offers")
    form = page.get_by_role("form", name=say("New share"))
    form.get_by_role("combobox").select_option(label=partner)
    form.get_by_label(say("Minutes to answer")).fill(str(MINUTES))
    form.get_by_role("button", name=say("Add the share")).click()
    expect(page.get_by_role("row").filter(has_text=partner)).to_be_visible()


def offers_on(page: Page, demo: Server, order: dict[str, Any], say: Say) -> Locator:
    page.goto(f"{demo.url}/projects/{order['project_id']}")
    return page.get_by_role("region", name=say("Offers to partners"))


def let_the_time_run_out(demo: Server) -> None:
    """Nobody answers for as long as there was time; then the clock's job comes by."""
    TestClock(demo.database).advance(timedelta(minutes=MINUTES, seconds=1))
    app = create_app(
        Settings.from_env(
            {"DATABASE_URL": demo.database.app_url, "PAIGONG_TEST_CLOCK": "1"}
        )
    )
    with app.app_context(), acting_as(SYSTEM):
        time_out_offers()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_partner_does_not_answer_in_time_and_the_next_accepts(
    fresh: Server, visit: Open, browser: Browser, language: str
) -> None:
    say, east, west = saying(language), EAST[language], WEST[language]
    page = visit("dispatcher", "/offers")
    speak(page.context, fresh, language)
    order = ready_order(page, fresh)
    give_share(page, fresh, east, say)
    offers = offers_on(page, fresh, order, say)
    offers.get_by_role("button", name=order["reference"]).click()
    asked_first = offers.get_by_role("listitem").filter(has_text=east)
    expect(asked_first).to_contain_text(say("Waiting for an answer"))
    give_share(page, fresh, west, say)
    offers = offers_on(page, fresh, order, say)
    asked_next = offers.get_by_role("listitem").filter(has_text=west)

    with signed_in(browser, fresh, "partner", language) as partner:
        partner.goto(f"{fresh.url}/offers")
        expect(partner.get_by_text(say("No offers here"))).to_be_visible()
        let_the_time_run_out(fresh)
        expect(asked_first).to_contain_text(say("Not answered in time"))
        expect(asked_next).to_contain_text(say("Waiting for an answer"))

        inbox = partner.get_by_role("list", name=say("Offers"))
        accept = inbox.get_by_role("button", name=say("Accept"))
        project = inbox.get_by_role("link", name=say("Project"))
        expect(accept).to_be_visible()
        expect(project).to_have_count(0)
        expect(partner.locator("main")).not_to_contain_text(order["project_name"])
        accept.click()
        expect(inbox).to_contain_text(say("Accepted"))
        expect(asked_next).to_contain_text(say("Accepted"))
        project.click()
        title = partner.get_by_role("heading", level=1)
        expect(title).to_contain_text(order["project_name"])
