"""Managers see how the work goes, week by week, and the list behind each figure."""

from datetime import UTC, datetime, timedelta

import psycopg
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.support.history import DAYS, History
from tests.support.server import Server


def test_a_figure_and_the_list_behind_it(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/figures")
    expect(page.get_by_text("Nothing was finished in these weeks")).to_be_visible()
    with psycopg.connect(demo.database.superuser_url) as connection:
        row = connection.execute("SELECT min(id) FROM work_orders").fetchone()
    assert row is not None
    begin = datetime.now(UTC) - timedelta(days=DAYS)  # noqa: TID251 - as the server's
    History(5, begin=begin).write(demo.database, row[0])
    page.reload()
    card = page.get_by_role("article", name="First-time fix")
    expect(card.locator("strong")).to_contain_text("%")
    card.get_by_role("button", name="behind it").click()
    dialog = page.get_by_role("dialog", name="First-time fix")
    expect(dialog.get_by_role("row").nth(1)).to_contain_text("WO-5-")
    dialog.get_by_role("link").first.click()
    expect(page).to_have_url(f"{demo.url}/projects/1")
    page = visit("brand", "/figures?weeks=52")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="指标")).to_be_visible()
