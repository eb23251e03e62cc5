"""Orders come in by a file: every fault is told, and the good rows come in once."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.support.server import Server

GOOD = {
    "external_reference": "E2E-1",
    "project_name": "Corner office",
    "customer_name": "Corner Ltd",
    "customer_phone": "13800138000",
    "address": "上海市黄浦区人民大道100号",
    "lat": "31.2304",
    "lon": "121.4737",
    "brand": "beilan",
    "model": "BV-224",
    "quantity": "1",
}
ROWS = [
    GOOD,
    GOOD | {"external_reference": "E2E-2", "quantity": "none"},
    GOOD | {"external_reference": "E2E-3", "customer_phone": "12", "brand": "nobody"},
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(GOOD))
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Choose a CSV or XLSX file").set_input_files(path)
    expect(page.get_by_role("heading", name=path.name, level=1)).to_be_visible()


def test_faults_are_told_by_column_and_the_good_rows_come_in_once(
    visit: Open, sheet: Path, demo: Server
) -> None:
    page = visit("dispatcher", "/imports")
    upload(page, sheet)
    page.get_by_role("button", name="Faulty 2").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    faults = page.locator(".fault")
    expect(faults.filter(has_text="Quantity")).to_contain_text("whole number")
    expect(faults.filter(has_text="Telephone")).to_contain_text("138 0013 8000")
    expect(faults.filter(has_text="Brand")).to_contain_text("nobody")

    page.get_by_role("button", name="Take over 1 good row").click()
    expect(page.get_by_text("1 row was taken over.")).to_be_visible()
    page.get_by_role("button", name="Added 1").click()
    page.get_by_role("link", name="Project", exact=True).click()
    expect(page.get_by_role("heading", name="Corner office", level=1)).to_be_visible()

    page.goto(f"{demo.url}/imports")
    upload(page, sheet)
    expect(page.get_by_role("button", name="Known already 1")).to_be_visible()
    expect(page.get_by_role("button", name="Take over 0 good rows")).to_be_disabled()


@pytest.mark.parametrize("kind", ["Orders", "Technicians"])
def test_the_template_can_be_imported_as_it_is(
    visit: Open, tmp_path: Path, kind: str
) -> None:
    page = visit("dispatcher", "/imports")
    page.get_by_role("button", name=kind).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the template").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    upload(page, path)
    expect(page.get_by_role("button", name="Take over 1 good row")).to_be_enabled()


def test_a_file_that_is_no_sheet_is_refused_with_a_reason(
    visit: Open, tmp_path: Path
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(b"no sheet at all")
    page = visit("store", "/imports")
    page.get_by_label("Choose a CSV or XLSX file").set_input_files(path)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("Choose a CSV or XLSX file")).to_be_visible()
