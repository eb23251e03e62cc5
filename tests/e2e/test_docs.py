"""The API's documentation, without any outside host."""

from playwright.sync_api import Page, expect

from tests.support.server import Server


def test_the_documentation_lists_the_operations(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/docs")
    tag = page.locator("#operations-tag-projects")
    tag.click()
    expect(page.get_by_text("/api/v1/projects", exact=True).first).to_be_visible()


def test_a_problem_s_type_leads_to_what_it_means(page: Page, demo: Server) -> None:
    answer = page.request.get(f"{demo.url}/api/v1/projects")
    page.goto(demo.url + answer.json()["type"])
    expect(page.locator("tr:target")).to_contain_text("Please sign in")
