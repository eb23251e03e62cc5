import csv
from pathlib import Path

from openpyxl import load_workbook

from tests.factories.market import order
from tests.factories.network import Person
from tests.integration.projects.sheets import row, sheet
from tests.support.console import Paigong


def test_good_rows_are_in_once_and_bad_ones_are_named(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    file = tmp_path / "orders.xlsx"
    file.write_bytes(sheet(row(1), row(2, customer_phone="[bold]12"), row(3)))

    first = paigong("import", "orders", file)
    second = paigong("import", "orders", file)

    assert (first.exit_code, second.exit_code) == (1, 1), first.output
    assert "3 total, 2 good, 0 known, 2 added, 1 bad" in first.output
    assert "3 total, 0 good, 2 known, 0 added, 1 bad" in second.output
    line = next(line for line in first.output.splitlines() if "customer_phone" in line)
    assert "[bold]12" in line
    assert "Write it like" in line
    assert len(dispatcher.ask("GET", "/projects").json["items"]) == 2


def test_a_preview_takes_nothing_in(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    file = tmp_path / "orders.xlsx"
    file.write_bytes(sheet(row(1)))

    shown = paigong("import", "orders", file, "--preview")

    assert shown.exit_code == 0, shown.output
    assert "1 total, 1 good, 0 known, 0 bad" in shown.output
    assert dispatcher.ask("GET", "/projects").json["items"] == []
    assert dispatcher.ask("GET", "/imports").json["items"] == []


def test_an_organisation_that_is_not_there_is_refused_in_words(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    assert dispatcher
    file = tmp_path / "orders.xlsx"
    file.write_bytes(sheet(row(1)))

    refused = paigong("import", "orders", file, "--organisation", "nobody")

    assert refused.exit_code == 1
    assert "nobody" in refused.output


def test_without_a_platform_the_owner_must_be_named(
    paigong: Paigong, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(sheet(row(1)))

    refused = paigong("import", "orders", file)

    assert refused.exit_code == 1
    assert "--organisation" in refused.output


def test_a_file_that_is_not_there_is_wrong_usage(paigong: Paigong) -> None:
    assert paigong("import", "orders", "nowhere.csv").exit_code == 2
    assert paigong("export", "projects", "-o", "out.pdf").exit_code == 2


def test_an_unreadable_file_is_refused_in_words(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    assert dispatcher
    file = tmp_path / "technicians.csv"
    file.write_text("colour\nred\n")

    refused = paigong("import", "technicians", file)

    assert refused.exit_code == 1
    assert "No column is called 'colour'" in refused.output


def test_an_export_is_safe_to_open_in_a_spreadsheet(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    body = order(name='=HYPERLINK("http://example.com")')
    assert dispatcher.ask("POST", "/projects", body).status_code == 201
    plain, book = tmp_path / "projects.csv", tmp_path / "projects.xlsx"

    assert paigong("export", "projects", "-o", plain).exit_code == 0
    assert paigong("export", "projects", "-o", book).exit_code == 0

    with plain.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["project_name"][0] for each in rows] == ["'", "'"]
    assert rows[0]["customer_phone"] == "'+8613800138000"
    sheet_ = load_workbook(book).worksheets[0]
    cells = [cell for line in sheet_.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sheet_.max_row == 3


def test_work_orders_and_visits_are_exported_too(
    paigong: Paigong, dispatcher: Person, tmp_path: Path
) -> None:
    dispatcher.ask("POST", "/projects", order())
    file = tmp_path / "out.csv"

    orders = paigong("export", "work-orders", "-o", file)
    assert orders.output == f"3 rows in {file}.\n"
    visits = paigong("export", "visits", "-o", file, "--organisation", "platform-one")
    assert visits.exit_code == 0, visits.output
    other = paigong("export", "projects", "-o", file, "--organisation", "brand-one")
    assert other.output.startswith("0 rows")
    assert paigong("export", "visits", "-o", file, "--organisation", "x").exit_code == 1
