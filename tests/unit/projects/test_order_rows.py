from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.coordinates import Datum, Degrees
from app.projects.rules.layout import ORDERS, CellFault, Record
from app.projects.rules.order_rows import LONGEST, OrderRow, read_order_row
from app.projects.states import Priority

SHANGHAI = "Asia/Shanghai"
GOOD = {
    "external_reference": "SO-1",
    "project_name": "House",
    "customer_name": "Zhang",
    "customer_phone": "13800138000",
    "address": "200 Renmin Avenue",
    "lat": "31.2",
    "lon": "121.5",
    "brand": "polar",
    "model": "V1",
    "quantity": "2",
}


def read(**changes: str) -> OrderRow:
    values = {k: v for k, v in {**GOOD, **changes}.items() if v}
    return read_order_row(Record(2, values), SHANGHAI)


def faults(**changes: str) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in read(**changes).faults]


@given(st.dictionaries(st.sampled_from(ORDERS.columns), st.text(max_size=60)))
def test_any_texts_are_read_or_refused_with_a_remedy(values: dict[str, str]) -> None:
    row = read_order_row(Record(2, values), SHANGHAI)

    assert all(fault.remedy and fault.detail for fault in row.faults)


def test_a_good_row_says_what_it_says() -> None:
    row = read(priority="High", datum="GCJ-02", due="2026-12-31", earliest="2026/12/1")

    assert row.faults == ()
    assert row.point == Degrees(31.2, 121.5)
    assert (row.datum, row.priority, row.quantity) == (Datum.GCJ02, Priority.HIGH, 2)
    zone = ZoneInfo(SHANGHAI)
    assert row.earliest == datetime(2026, 12, 1, tzinfo=zone)
    assert row.due == datetime(2027, 1, 1, tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31T08:00:00+08:00", datetime(2026, 12, 31, tzinfo=UTC)),
        ("2026-12-31T08:00:00", datetime(2026, 12, 31, tzinfo=UTC)),
        ("2026-12-31 08:00", datetime(2026, 12, 31, tzinfo=UTC)),
        ("2027.1.1", datetime(2026, 12, 31, 16, tzinfo=UTC)),
    ],
)
def test_a_moment_may_be_written_in_several_ways(text: str, moment: datetime) -> None:
    assert read(earliest=text).earliest == moment


@pytest.mark.parametrize(
    ("text", "known"), [("紧急", Priority.CRITICAL), ("low", Priority.LOW)]
)
def test_priorities_are_understood_in_both_languages(
    text: str, known: Priority
) -> None:
    assert read(priority=text).priority is known


def test_what_is_left_out_is_not_said() -> None:
    row = read(lat="", lon="")

    assert (row.point, row.priority, row.earliest, row.due) == (None, None, None, None)
    assert row.datum is Datum.WGS84


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"external_reference": ""}, [("external_reference", "missing")]),
        ({"address": ""}, [("address", "missing")]),
        ({"lat": "91"}, [("lat", "unreadable")]),
        ({"lon": "nan"}, [("lon", "unreadable")]),
        ({"lat": ""}, [("lat", "missing")]),
        ({"lon": ""}, [("lon", "missing")]),
        ({"datum": "moon"}, [("datum", "unreadable")]),
        ({"quantity": "0"}, [("quantity", "unreadable")]),
        ({"quantity": "2.5"}, [("quantity", "unreadable")]),
        ({"quantity": "10001"}, [("quantity", "unreadable")]),
        ({"priority": "soon"}, [("priority", "unreadable")]),
        ({"due": "tomorrow"}, [("due", "unreadable")]),
        ({"due": "2026-02-30"}, [("due", "unreadable")]),
        ({"earliest": "9999-12-31"}, [("earliest", "unreadable")]),
        ({"earliest": "1969-12-31"}, [("earliest", "unreadable")]),
        ({"model": "x" * 41}, [("model", "too_long")]),
    ],
)
def test_each_fault_is_told_at_its_column(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert faults(**changes) == expected


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert len(faults(quantity="x", priority="x", due="x", lat="x", datum="x")) == 5


def test_a_long_text_is_cut_where_it_is_told() -> None:
    row = read(quantity="x" * 500, note="y" * 3000)

    assert all(len(fault.detail) < 100 for fault in row.faults)
    assert len(row.text("note")) == LONGEST["note"]


def test_a_formula_is_told_once() -> None:
    formula = CellFault("quantity", "formula", "A formula.", "Paste the value.")
    row = read_order_row(Record(2, {**GOOD, "quantity": "=1"}, (formula,)), SHANGHAI)

    assert row.faults == (formula,)
    assert row.text("nothing") == ""
