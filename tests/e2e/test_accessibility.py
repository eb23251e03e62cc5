"""WCAG 2.2 AA as far as a machine can tell, on every page, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, speak
from tests.support.server import Server

AXE = Path("app/frontend/node_modules/axe-core/axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules });
  const where = (nodes) => nodes.slice(0, 3).map(({ html }) => html).join(' | ');
  return found.violations.map(({ id, nodes }) => `${id}: ${where(nodes)}`);
}"""


@pytest.fixture(params=["light", "dark"])
def checked(
    request: pytest.FixtureRequest, browser: Browser, demo: Server
) -> Iterator[Page]:
    """Return a page into which the checker can be put, past the content policy."""
    context = browser.new_context(color_scheme=request.param, bypass_csp=True)
    speak(context, demo, "en")
    yield context.new_page()
    context.close()


def complaints(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found: list[str] = page.evaluate(CHECK, RULES)
    return found


def test_every_page_can_be_used_by_all(checked: Page, demo: Server) -> None:
    checked.goto(f"{demo.url}/login")
    expect(checked.get_by_label("Password")).to_be_visible()
    assert complaints(checked) == []
    checked.request.post(
        f"{demo.url}/api/v1/session",
        data={"email": "dispatcher@demo.example", "password": PASSWORD},
    )
    shown = {
        "/board?days=14": "[data-visit]",
        "/board?days=14&view=list": ".visit",
        "/projects": "tbody tr",
        "/projects/1": "ol > li",
        "/imports": ".empty",
        "/docs/errors": "tbody tr",
    }
    for path, drawn in shown.items():
        checked.goto(demo.url + path)
        expect(checked.locator(drawn).first).to_be_visible()
        assert complaints(checked) == [], path


def test_the_dialogue_can_be_used_by_all(checked: Page, demo: Server) -> None:
    checked.request.post(
        f"{demo.url}/api/v1/session",
        data={"email": "dispatcher@demo.example", "password": PASSWORD},
    )
    checked.goto(f"{demo.url}/board")
    checked.get_by_role("button", name="Plan", exact=True).click()
    expect(checked.get_by_role("dialog")).to_be_visible()
    assert complaints(checked) == []
