"""Keys are shown once, webhooks are turned off and taken away, in both languages."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, speak
from tests.support.server import Server

WIDTH = "document.documentElement.scrollWidth"
#: An address that nobody has to look up; nothing is sent there.
HOOK = "https://93.184.216.34/paigong"


def test_a_key_is_shown_once_and_revoked(visit: Open) -> None:
    page = visit("store", "/integrations")
    expect(page.get_by_text("No key yet")).to_be_visible()
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Which program").fill("ERP")
    dialog.get_by_label("Take and correct orders").check()
    dialog.get_by_role("button", name="Make the key").click()
    token = dialog.get_by_label("The key").input_value()
    assert token.startswith("pgk_")
    dialog.get_by_role("button", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text="ERP")
    expect(row).to_contain_text("Take and correct orders")
    expect(row).to_contain_text("never used")
    assert token not in page.content()
    row.get_by_role("button", name="Revoke").click()
    row.get_by_role("button", name="Revoke it now").click()
    expect(row).to_contain_text("Revoked")


def test_a_webhook_is_added_turned_off_and_removed(visit: Open) -> None:
    page = visit("store", "/integrations")
    page.get_by_role("button", name="New webhook").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address").fill("https://10.0.0.1/")
    dialog.get_by_role("button", name="Add the webhook").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Address").fill(HOOK)
    dialog.get_by_role("button", name="Add the webhook").click()
    signed = dialog.get_by_label("What messages are signed with")
    assert signed.input_value().startswith("whsec_")
    dialog.get_by_role("button", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text=HOOK)
    expect(row).to_contain_text("A project changed")
    row.get_by_role("button", name="History").click()
    expect(page.get_by_role("dialog")).to_contain_text("Nothing was sent yet")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    row.get_by_role("button", name="Turn off").click()
    expect(row).to_contain_text("Off for a while")
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Remove it now").click()
    expect(row).to_have_count(0)


def test_a_calendar_is_given_read_and_revoked(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/integrations")
    calendars = page.get_by_role("region", name="Calendars")
    expect(calendars).to_contain_text("No calendar yet")
    calendars.get_by_role("button", name="New calendar").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What for").fill("Ann's telephone")
    dialog.get_by_role("button", name="Make the calendar").click()
    address = dialog.get_by_label("Address of the calendar").input_value()
    assert address.startswith(f"{demo.url}/calendar/")
    dialog.get_by_role("button", name="Done").click()
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text().startswith("BEGIN:VCALENDAR")
    row = calendars.get_by_role("listitem").filter(has_text="Ann's telephone")
    expect(row).to_contain_text("never read")
    assert address not in page.content()
    row.get_by_role("button", name="Revoke").click()
    row.get_by_role("button", name="Revoke it now").click()
    expect(row).to_contain_text("Revoked")
    assert page.request.get(address).status == 404


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Integrations"), ("zh", "系统对接")]
)
def test_it_speaks_both_languages_and_fits_a_phone(
    visit: Open, demo: Server, language: str, heading: str
) -> None:
    page: Page = visit("dispatcher", "/projects")
    speak(page.context, demo, language)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{demo.url}/integrations")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert page.evaluate(WIDTH) == 390
