"""Languages, themes, sizes, keyboard."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.support.server import Server

WIDTH_OF_PAGE = "document.documentElement.scrollWidth"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def test_the_language_is_switched_and_stays(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/projects")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="工程项目", level=1)).to_be_visible()
    expect(page).to_have_title("工程项目 · Paigong")
    page.goto(f"{demo.url}/imports")
    expect(page.get_by_text("导入记录")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Earlier imports")).to_be_visible()


def test_the_theme_is_switched_and_stays(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/projects")
    page.get_by_role("button", name="Theme: as the system").click()
    light = page.evaluate(GROUND)
    page.get_by_role("button", name="Theme: light").click()
    dark = page.evaluate(GROUND)
    assert light != dark
    page.goto(f"{demo.url}/imports")
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate(GROUND) == dark


def narrow(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})


def test_no_page_is_wider_than_a_phone(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/board")
    narrow(page)
    for path in ("/board", "/projects", "/projects/1", "/imports", "/login"):
        page.goto(demo.url + path)
        expect(page.locator("main").first).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
        assert page.evaluate(WIDTH_OF_PAGE) == 390, path


def test_a_phone_begins_with_the_list(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/imports")
    narrow(page)
    page.goto(f"{demo.url}/board?days=14")
    expect(page.get_by_role("button", name="List")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Planned").first.click()
    expect(page.get_by_role("region", name="The visit")).to_be_in_viewport()


def test_the_timeline_is_walked_by_keyboard(visit: Open) -> None:
    page = visit("dispatcher", "/board?days=14")
    blocks = page.locator("[data-visit]")
    first = blocks.first
    first.focus()
    page.keyboard.press("ArrowRight")
    focused = page.locator("[data-visit]:focus")
    expect(focused).to_have_count(1)
    expect(first).not_to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="The visit")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
