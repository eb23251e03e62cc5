"""Projects: found, opened, and their chain of work."""

from playwright.sync_api import expect

from tests.e2e.conftest import Open


def test_a_project_is_found_and_shows_its_chain_of_work(visit: Open) -> None:
    page = visit("dispatcher", "/projects")
    page.get_by_label("Find projects by name or reference").fill("DEMO-1-0001")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="PRJ-").click()
    chain = page.locator("ol > li")
    expect(chain).to_have_count(3)
    expect(chain.nth(0)).to_contain_text("Delivery")
    expect(chain.nth(1)).to_contain_text("Installation")
    expect(chain.nth(2)).to_contain_text("Commissioning")
    expect(chain.nth(2)).to_contain_text("after the work before")


def test_projects_are_filtered_by_state_and_the_filter_taken_off(visit: Open) -> None:
    page = visit("dispatcher", "/projects")
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    page.get_by_label("State", exact=True).select_option("closed")
    expect(page.get_by_text("No project matches")).to_be_visible()
    page.get_by_role("button", name="Show all projects").click()
    expect(rows.first).to_be_visible()


def test_a_project_that_is_not_ones_own_is_not_found(visit: Open) -> None:
    page = visit("brand", "/projects/999999")
    expect(page.get_by_role("alert")).to_contain_text("Not found")


def test_one_who_oversees_sees_customers_masked(visit: Open) -> None:
    page = visit("platform", "/projects/1")
    expect(page.locator("dl")).to_contain_text("•")
