"""A brand's manager follows the projects that its models are in, and changes none."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, PATIENCE, Watch, speak
from tests.e2e.languages import saying
from tests.e2e.office import Office
from tests.support.server import Server

PLACE = {"lat": 31.2304, "lon": 121.4737}
STREET = "1 Canary Road"


def order(office: Office, name: str, brand: str, model: str) -> dict[str, Any]:
    return office.post(
        "/projects",
        name=name,
        customer={"name": "Customer", "phone": "13800138000"},
        brand=brand,
        sites=[
            {
                "name": name,
                "address": STREET,
                "point": PLACE,
                "lines": [{"model": model, "quantity": 1}],
            }
        ],
    )


@pytest.fixture
def manager(browser: Browser, demo: Server) -> Iterator[Page]:
    """Return a page of the brand's manager, in a browser of their own."""
    watch = Watch(demo.url)
    context = browser.new_context(timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("console", watch.console)
    credentials = {"email": "brand@demo.example", "password": PASSWORD}
    assert page.request.post(f"{demo.url}/api/v1/session", data=credentials).ok
    yield page
    context.close()
    assert watch.complaints == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_brand_s_manager_follows_its_projects_while_they_come_and_go_on(
    manager: Page, page: Page, demo: Server, language: str
) -> None:
    say, name = saying(language), f"Followed in {language}"
    office = Office(page, demo.url, "dispatcher@demo.example")
    speak(manager.context, demo, language)
    manager.goto(f"{demo.url}/projects")
    rows = manager.locator("tbody tr")
    expect(rows.first).to_be_visible()

    project = order(office, name, "beilan", "BI-W36")
    expect(rows.filter(has_text=name)).to_have_count(1)
    other = order(office, f"Not {name}", "hengwei", "HD-U40")
    manager.get_by_label(say("Find projects by name or reference")).fill(name)
    expect(rows).to_have_count(1)
    assert STREET not in manager.content()

    manager.get_by_role("link", name=project["reference"]).click()
    chain = manager.locator("ol > li")
    expect(chain).to_have_count(3)
    expect(manager.get_by_role("button", name=say("Offer to partners"))).to_have_count(
        0
    )
    path = f"/projects/{project['id']}"
    office.patch(path, office.get(path)["version"], name=f"{name} again")
    expect(manager.get_by_role("heading", level=1)).to_contain_text("again")
    manager.goto(f"{demo.url}/projects/{other['id']}")
    expect(manager.get_by_role("alert")).to_contain_text(say("Not found"))
