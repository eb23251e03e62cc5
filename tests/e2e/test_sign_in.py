"""Who comes in, and where that leads."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, Open
from tests.support.server import Server


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail").fill(f"{login}@demo.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(
    ("login", "heading"),
    [
        ("platform", "Board"),
        ("dispatcher", "Board"),
        ("brand", "Projects"),
        ("store", "Projects"),
        ("partner", "Projects"),
    ],
)
def test_each_role_comes_in_to_the_page_it_works_with(
    page: Page, demo: Server, login: str, heading: str
) -> None:
    page.goto(demo.url)
    sign_in(page, login)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def test_a_technician_is_told_that_these_pages_are_not_theirs(
    page: Page, demo: Server
) -> None:
    page.goto(demo.url)
    sign_in(page, "technician")
    expect(page.get_by_text("This page is not part of your role")).to_be_visible()


def test_a_wrong_password_is_refused_in_words(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/login")
    sign_in(page, "dispatcher", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("Sign-in failed")


def test_after_signing_in_the_wanted_page_is_shown(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/projects?q=none-such")
    expect(page).to_have_url(f"{demo.url}/login?next=/projects?q%3Dnone-such")
    sign_in(page, "dispatcher")
    expect(page.get_by_text("No project matches")).to_be_visible()


def test_who_signs_out_is_out(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/projects")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{demo.url}/login")
    page.goto(f"{demo.url}/board")
    expect(page.get_by_label("Password")).to_be_visible()
