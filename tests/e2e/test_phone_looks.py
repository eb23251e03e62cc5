"""The phone's page: languages, themes, sizes, and for everybody's use."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PATIENCE, speak
from tests.e2e.phones import open_visit, press, sign_in
from tests.e2e.test_accessibility import complaints
from tests.support.server import Server

Open = Callable[[], Page]
WIDTH_OF_PAGE = "document.documentElement.scrollWidth"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(params=["light", "dark"])
def checked(
    request: pytest.FixtureRequest, browser: Browser, demo: Server
) -> Iterator[Page]:
    """Return a phone into which the checker can be put, past the content policy."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme=request.param,
        bypass_csp=True,
    )
    context.set_default_timeout(PATIENCE)
    speak(context, demo, "en")
    yield context.new_page()
    context.close()


def test_every_screen_can_be_used_by_all(checked: Page, demo: Server) -> None:
    checked.goto(f"{demo.url}/phone")
    expect(checked.get_by_label("Password")).to_be_visible()
    assert complaints(checked) == []
    sign_in(checked)
    assert complaints(checked) == []
    open_visit(checked)
    assert complaints(checked) == []
    press(checked, "Cannot be completed")
    expect(checked.get_by_role("dialog")).to_be_visible()
    assert complaints(checked) == []
    press(checked, "Close")
    checked.get_by_role("link", name="All sent").click()
    expect(checked.get_by_role("heading", name="Waiting")).to_be_visible()
    assert complaints(checked) == []


def test_no_screen_is_wider_than_a_small_phone(take_up: Open) -> None:
    page = sign_in(take_up())
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDTH_OF_PAGE) == 320
    open_visit(page)
    assert page.evaluate(WIDTH_OF_PAGE) == 320
    page.get_by_role("link", name="All sent").click()
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()
    assert page.evaluate(WIDTH_OF_PAGE) == 320


def test_language_and_theme_are_switched_without_a_line_too(
    take_up: Open, pocket: BrowserContext
) -> None:
    page = sign_in(take_up())
    page.get_by_role("link", name="All sent").click()
    expect(page.get_by_role("heading", name="This phone")).to_be_visible()
    pocket.set_offline(True)
    light = page.evaluate(GROUND)
    press(page, "Theme: as the system", "Theme: light")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="本机")).to_be_visible()
    assert page.evaluate(GROUND) == dark
    assert page.evaluate("document.documentElement.lang") == "zh"
