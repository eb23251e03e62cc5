"""A technician's day on the phone: with a line, without one, and with one again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import (
    come_to_work,
    deliver,
    dispatcher,
    end_logins,
    open_visit,
    press,
    show_a_day_with_visits,
    sign_in,
    state,
    turn_into_commissioning,
)
from tests.support.server import Server

Open = Callable[[], Page]


@pytest.fixture
def phone(take_up: Open) -> Page:
    return sign_in(take_up())


def test_a_day_is_done_half_of_it_without_a_line(
    phone: Page, pocket: BrowserContext, take_up: Open, demo: Server
) -> None:
    visit_id = open_visit(phone)
    come_to_work(phone)
    expect(state(phone)).to_have_text("Working")
    expect(phone.get_by_text("All sent")).to_be_visible()

    pocket.set_offline(True)
    serials = deliver(phone)
    phone.reload()
    expect(phone.get_by_text("No line")).to_be_visible()
    expect(phone.locator("figure img")).to_have_count(2)
    # A page that is killed says no goodbye; the next one finds the same store.
    phone.close()
    again = take_up()
    show_a_day_with_visits(again)
    open_visit(again)
    press(again, "Finish")
    expect(state(again)).to_have_text("Done")
    office = dispatcher(again, demo)
    assert office.read(f"/visits/{visit_id}")["state"] == "working"

    pocket.set_offline(False)
    expect(again.get_by_text("All sent")).to_be_visible()
    assert office.read(f"/visits/{visit_id}")["state"] == "done"
    rows = office.read(f"/visits/{visit_id}/evidence")["items"]
    kinds = sorted(row["kind"] for row in rows)
    assert kinds == ["photo", *["serial"] * serials, "signature"]
    pictures = office.read(f"/visits/{visit_id}/attachments")["items"]
    assert len(pictures) == 2


def test_an_arrival_at_the_site_needs_no_reason(
    phone: Page, pocket: BrowserContext, demo: Server
) -> None:
    visit_id = open_visit(phone, 1)
    site = dispatcher(phone, demo).read(f"/visits/{visit_id}")
    pocket.set_geolocation({"latitude": site["lat"], "longitude": site["lon"]})
    press(phone, "I have seen it", "Set off now", "I am there")
    expect(state(phone)).to_have_text("On site")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(phone.get_by_text("All sent")).to_be_visible()
    assert dispatcher(phone, demo).read(f"/visits/{visit_id}")["state"] == "on_site"


def test_what_is_missing_is_told_before_the_visit_ends(phone: Page) -> None:
    open_visit(phone, 1)
    press(phone, "Begin the work", "Finish")
    dialog = phone.get_by_role("dialog", name="Something is missing")
    expect(dialog).to_contain_text("serial number of unit 1")
    expect(dialog).to_contain_text("The receiver’s signature")
    press(phone, "Go back and add it")
    expect(state(phone)).to_have_text("Working")
    expect(phone.get_by_text("All sent")).to_be_visible()


def test_a_visit_that_cannot_be_completed_ends_with_a_reason(
    phone: Page, demo: Server
) -> None:
    visit_id = open_visit(phone, 1)
    press(phone, "Cannot be completed")
    phone.get_by_label("Goods are damaged").check()
    phone.get_by_label("Note").last.fill("The box was wet.")
    press(phone, "End the visit so")
    expect(state(phone)).to_have_text("Failed")
    expect(phone.get_by_text("All sent")).to_be_visible()
    assert dispatcher(phone, demo).read(f"/visits/{visit_id}")["state"] == "failed"


def test_a_reading_out_of_limits_is_marked_where_it_is_typed(
    demo: Server, take_up: Open
) -> None:
    turn_into_commissioning(demo, 2)
    page = sign_in(take_up())
    open_visit(page, 2)
    limited = page.locator("[data-step]", has=page.get_by_text("Limit:")).first
    step = page.locator(f"[data-step={limited.get_attribute('data-step')}]")
    step.locator("input[inputmode=decimal]").fill("99999")
    step.get_by_placeholder("Its number").fill("G-17")
    press(page, "Save the reading")
    expect(step.get_by_role("button", name="Save the reading")).to_have_count(0)
    step.locator("input[inputmode=decimal]").fill("-99999")
    expect(step.get_by_text("Out of limits:")).to_be_visible()
    press(page, "Save the reading")
    expect(step).to_have_attribute("data-failing", "true")
    expect(step.get_by_text("a supervisor decides")).to_be_visible()
    expect(page.get_by_text("All sent")).to_be_visible()


def test_an_ended_login_keeps_what_was_done(phone: Page, demo: Server) -> None:
    open_visit(phone, 3)
    end_logins(phone, demo)
    press(phone, "I have seen it")
    expect(phone.get_by_text("Your login has ended")).to_be_visible()
    expect(phone.get_by_text("1 not sent")).to_be_visible()
    press(phone, "Sign in again")
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Password").fill("paigong-demo")
    dialog.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_text("All sent")).to_be_visible()
    expect(state(phone)).to_have_text("Acknowledged")


def test_what_was_done_on_a_visit_of_others_is_the_dispatcher_s_to_decide(
    phone: Page, pocket: BrowserContext, demo: Server
) -> None:
    visit_id = open_visit(phone, 3)
    pocket.set_offline(True)
    phone.get_by_label("Note", exact=True).fill("The lift is out of order.")
    press(phone, "Add the note")
    expect(phone.get_by_text("1 not sent")).to_be_visible()
    office = dispatcher(phone, demo)
    version = office.read(f"/visits/{visit_id}")["version"]
    office.change("POST", f"/visits/{visit_id}/unassign", version)
    pocket.set_offline(False)
    expect(phone.get_by_text("This visit is no longer yours")).to_be_visible()
    phone.get_by_role("link", name="1 needs a look").click()
    parked = phone.locator("[data-fate=parked]")
    expect(parked).to_contain_text("The dispatcher decides")
    expect(parked).to_contain_text("The visit was given to somebody else.")
    press(phone, "I have read it")
    expect(phone.get_by_text("Everything is sent")).to_be_visible()


def test_who_signs_out_takes_the_visits_off_the_phone(phone: Page) -> None:
    phone.get_by_role("link", name="All sent").click()
    press(phone, "Sign out")
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything is sent")
    dialog.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_label("Password")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("Password")).to_be_visible()
