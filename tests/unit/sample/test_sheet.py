import csv
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from app.core.coordinates import Datum, Degrees, to_wgs84
from app.projects.rules.grouping import group
from app.projects.rules.layout import ORDERS, records
from app.projects.rules.order_rows import read_order_row
from app.projects.rules.table import read_table
from app.sample.breakages import Breakage
from app.sample.city import TERRITORIES
from app.sample.sheet import SheetRow, sample_rows, write_sheet
from app.technicians.rules import metres_between

DAY = date(2026, 11, 23)
ROWS = sample_rows(200, 7, DAY)
#: What the sheet alone cannot tell: the catalogue and the territories say it.
SAID_BY_THE_DATABASE = {
    Breakage.UNKNOWN_BRAND,
    Breakage.UNKNOWN_MODEL,
    Breakage.OUTSIDE_TERRITORIES,
    Breakage.BAD_PHONE,
    Breakage.DUE_BEFORE_EARLIEST,
}


def test_one_row_in_ten_is_broken_in_twelve_ways() -> None:
    ways = Counter(row.breakage for row in ROWS if row.breakage)
    assert len(ROWS) == 200
    assert ways.total() == 20
    assert set(ways) == set(Breakage)
    assert len(Breakage) == 12


def test_a_seed_always_makes_the_same_rows() -> None:
    assert sample_rows(200, 7, DAY) == ROWS
    assert sample_rows(200, 8, DAY) != ROWS


@pytest.mark.parametrize("count", [1, 9, 10, 121, 500])
def test_any_number_of_rows_can_be_had(count: int) -> None:
    rows = sample_rows(count, 1, DAY)
    assert len(rows) == count
    assert sum(row.breakage is not None for row in rows) == count // 10


def test_an_order_has_its_rows_side_by_side() -> None:
    references = [row.values["external_reference"] for row in ROWS]
    changes = sum(a != b for a, b in pairwise(references))
    assert changes + 1 == len(set(references))


def test_some_coordinates_are_shifted_and_all_good_ones_lie_in_a_territory() -> None:
    good = [row.values for row in ROWS if row.breakage is None]
    assert {values["datum"] for values in good} == set(Datum)
    for values in good:
        given = Degrees(float(values["lat"]), float(values["lon"]))
        lat, lon = to_wgs84(given, Datum(values["datum"]))
        assert any(
            metres_between(lat, lon, t.centre_lat, t.centre_lon) < t.radius_m
            for t in TERRITORIES
        )


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.csv"])
def test_the_import_reads_back_what_was_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_sheet(path, ROWS)
    found = records(read_table(path.read_bytes()), ORDERS)
    assert len(found) == len(ROWS)
    for record, row in zip(found, ROWS, strict=True):
        said = {key: value for key, value in row.values.items() if value}
        assert record.values.keys() == said.keys()
        assert record.values["external_reference"] == said["external_reference"]


def test_what_a_row_says_wrongly_by_itself_is_told_by_its_reader(
    tmp_path: Path,
) -> None:
    path = tmp_path / "orders.csv"
    write_sheet(path, ROWS)
    found = records(read_table(path.read_bytes()), ORDERS)
    groups = group([read_order_row(record, "Asia/Shanghai") for record in found])
    told = {number for each in groups for number, f in each.faults.items() if f}
    wanted = {number for number, row in enumerate(ROWS, 2) if _is_wrong_by_itself(row)}
    assert told == wanted


def _is_wrong_by_itself(row: SheetRow) -> bool:
    return row.breakage is not None and row.breakage not in SAID_BY_THE_DATABASE


def test_a_csv_file_opens_as_utf_8_in_spreadsheet_programs(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    write_sheet(path, ROWS[:1])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == list(ORDERS.columns)
