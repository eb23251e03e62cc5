"""The main job: a plan is asked for, watched, called off, made, judged, published."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open

MANY_SECONDS = "120"
FEW_SECONDS = "4"
A_NUMBER = re.compile(r"^[\d.,]+\w*$")


def ask_for_a_plan(page: Page, seconds: str) -> Locator:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Seconds to search").fill(seconds)
    dialog.get_by_role("button", name="Start planning").click()
    return dialog


def best_cost(dialog: Locator) -> Locator:
    return dialog.locator("dl > div", has_text="Best cost").locator("dd")


def visits_on(page: Page) -> set[str | None]:
    """Return the visits on the timeline; a crew's has a block in each one's row."""
    blocks = page.locator("[data-visit]").all()
    return {block.get_attribute("data-visit") for block in blocks}


def test_a_plan_is_watched_called_off_made_again_and_published(visit: Open) -> None:
    page = visit("dispatcher", "/board?days=5")
    visits = page.locator("[data-visit]")
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()
    before = visits.count()

    page.get_by_role("button", name="Plan", exact=True).click()
    dialog = ask_for_a_plan(page, MANY_SECONDS)
    expect(dialog.get_by_role("status")).to_contain_text("Planning:")
    expect(best_cost(dialog)).to_have_text(A_NUMBER)
    dialog.get_by_role("button", name="Cancel planning").click()
    expect(dialog.get_by_text("Planning was cancelled")).to_be_visible()

    dialog = ask_for_a_plan(page, FEW_SECONDS)
    expect(dialog.get_by_role("heading", name="The proposed plan")).to_be_visible()
    expect(dialog.get_by_role("row", name="Unassigned")).to_be_visible()
    expect(dialog.get_by_text("Added").nth(1)).to_be_visible()
    some = dialog.get_by_role("checkbox", name="Publish").first
    some.uncheck()
    expect(dialog.get_by_role("button", name="Publish all")).to_have_count(0)
    some.check()
    dialog.get_by_role("button", name="Publish all").click()
    expect(dialog.get_by_role("status")).to_contain_text("published")
    dialog.get_by_role("button", name="Close").last.click()

    expect(dialog).to_have_count(0)
    # The board hears of the published plan by the feed.
    expect(visits.nth(before)).to_be_attached()
    visits.last.click()
    expect(page.get_by_role("region", name="The visit")).to_contain_text("Planned")


def test_only_the_chosen_part_of_a_proposal_is_published(visit: Open) -> None:
    page = visit("dispatcher", "/board?days=5")
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()
    with page.expect_response(re.compile(r"/territories/\d+/board")):
        page.get_by_label("Territory").select_option(index=1)
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    before, blocks = visits_on(page), page.locator("[data-visit]").count()
    page.get_by_role("button", name="Plan", exact=True).click()
    dialog = ask_for_a_plan(page, FEW_SECONDS)
    expect(dialog.get_by_role("heading", name="The proposed plan")).to_be_visible()
    dialog.get_by_role("checkbox", name="Choose all changes").uncheck()
    dialog.get_by_role("checkbox", name="Publish").first.check()
    dialog.get_by_role("button", name=re.compile("^Publish 1 of")).click()
    expect(dialog.get_by_role("status")).to_contain_text("1 change is published")
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.locator("[data-visit]").nth(blocks)).to_be_attached()
    assert len(visits_on(page) - before) == 1


def test_every_unassigned_visit_has_a_reason(visit: Open) -> None:
    page = visit("dispatcher", "/board?days=5")
    orders = page.locator("section[aria-labelledby=unassigned-title] > ul > li")
    expect(orders.first).to_be_visible()
    with_reason = orders.filter(has=page.locator(".reason"))
    assert with_reason.count() == orders.count()


def test_a_plan_goes_on_in_the_background_and_is_found_again(visit: Open) -> None:
    page = visit("dispatcher", "/board?days=1")
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()
    page.get_by_label("Territory").select_option(index=1)
    page.get_by_role("button", name="Plan", exact=True).click()
    dialog = ask_for_a_plan(page, FEW_SECONDS)
    dialog.get_by_role("button", name="Go on in the background").click()
    expect(dialog).to_have_count(0)

    page.reload()
    page.get_by_role("button", name="A proposal waits for your decision").click()
    expect(dialog.get_by_role("heading", name="The proposed plan")).to_be_visible()
    dialog.get_by_role("button", name="Drop the proposal").click()
    expect(dialog).to_have_count(0)


def test_one_who_only_looks_on_is_offered_no_plan(visit: Open) -> None:
    page = visit("platform", "/board?days=5")
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()
    expect(page.get_by_role("button", name="Plan", exact=True)).to_have_count(0)
