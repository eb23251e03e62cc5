"""A store sells: from who asks to a project, and what comes on top of it on site."""

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE, Open, Watch, speak
from tests.e2e.languages import Say, saying
from tests.support.server import Server

#: The sample's package and what it asks, as each language names them.
PACKAGES = {
    "en": "Shop air conditioning, split units (sample)",
    "zh": "店铺分体空调（样例）",
}
FIGURES = {
    "en": ("Sales area", "Ceiling height", "Shop window", "People at the busiest time"),
    "zh": ("营业面积", "层高", "橱窗面积", "高峰人数"),
}
FOUND = ("60", "3", "12", "8")


def customer_accepts(
    browser: Browser, demo: Server, url: str, language: str, say: Say
) -> None:
    """Open the link elsewhere, with scripts off, and agree to what it shows."""
    watch = Watch(demo.url)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("request", watch.request)
    page.goto(f"{url}?lang={language}")
    page.get_by_label(say("Your name, as the one who agrees")).fill("Wang Wu")
    accept = say("Accept for %(total)s").partition("%")[0]
    page.get_by_role("button", name=accept).click()
    expect(page.get_by_role("heading", name=say("Accepted"))).to_be_visible()
    context.close()
    assert watch.complaints == []


def send(page: Page, say: Say) -> str:
    """Send the quote that is open, and return the address of its link."""
    page.get_by_role("button", name=say("Send as a link")).click()
    dialog = page.get_by_role("dialog")
    url = dialog.get_by_label(say("Address of the page")).input_value()
    dialog.get_by_role("button", name=say("Done")).click()
    return url


def keep_lead(page: Page, say: Say) -> None:
    """Write down who asks; a number that reaches nobody is told."""
    page.get_by_role("button", name=say("New lead")).click()
    dialog = page.get_by_role("dialog")
    place = say("Latitude, longitude (else the address is looked up)")
    dialog.get_by_label(say("Customer"), exact=True).fill("Wang Wu")
    dialog.get_by_label(say("Telephone"), exact=True).fill("call me")
    dialog.get_by_label(say("Name of the site"), exact=True).fill("Wang Wu's shop")
    dialog.get_by_label(say("Address"), exact=True).fill("8 Hongqiao Road, Shanghai")
    dialog.get_by_label(place, exact=True).fill("31.1990, 121.4300")
    dialog.get_by_role("button", name=say("Keep")).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label(say("Telephone"), exact=True).fill("138 0013 8000")
    dialog.get_by_role("button", name=say("Keep")).click()


def survey(page: Page, language: str, say: Say) -> None:
    page.get_by_label(say("Package")).select_option(label=PACKAGES[language])
    for figure, found in zip(FIGURES[language], FOUND, strict=True):
        page.get_by_label(figure).fill(found)
    page.get_by_role("button", name=say("Keep the survey")).click()


def quote_change(page: Page, say: Say) -> str:
    """Quote more hours on site, and return the link to the quote."""
    changes = page.get_by_role("region", name=say("Change orders"))
    changes.get_by_role("button", name=say("Quote a change")).click()
    changes.get_by_label(say("Further hours of installation")).fill("2.5")
    changes.get_by_role("button", name=say("Make a quote")).click()
    return send(page, say)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_lead_becomes_an_accepted_quote_and_a_project_and_grows_on_site(
    visit: Open, browser: Browser, demo: Server, language: str
) -> None:
    say = saying(language)
    page = visit("store", "/projects")
    speak(page.context, demo, language)
    page.goto(f"{demo.url}/leads")
    keep_lead(page, say)
    survey(page, language, say)
    design = page.get_by_role("region", name=say("Design"))
    expect(design).to_contain_text(say("Source"))
    design.get_by_role("button", name=say("Make a quote")).click()
    quote = page.get_by_role("article")
    amounts = quote.locator("tbody tr td:last-child")
    expect(amounts.first).to_be_visible()
    total = quote.locator("summary strong").inner_text()
    assert sum(map(_amount, amounts.all_inner_texts())) == _amount(total)

    customer_accepts(browser, demo, send(page, say), language, say)
    expect(quote).to_contain_text("Wang Wu")
    page.get_by_role("link", name=say("Open the project")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wang Wu's shop")

    orders = page.locator("text=/^WO-/")
    expect(orders.first).to_be_visible()
    before = orders.count()
    url = quote_change(page, say)
    assert orders.count() == before
    customer_accepts(browser, demo, url, language, say)
    expect(orders).not_to_have_count(before)


def _amount(text: str) -> Decimal:
    return Decimal("".join(c for c in text if c.isdigit() or c == "."))
