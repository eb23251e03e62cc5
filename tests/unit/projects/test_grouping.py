from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.coordinates import Datum, Degrees
from app.projects.rules.check import Finding
from app.projects.rules.grouping import Group, group, held_back, with_findings
from app.projects.rules.layout import ORDERS, Record
from app.projects.rules.order_rows import OrderRow, read_order_row
from app.projects.states import Priority

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


def row(number: int, **changes: str) -> OrderRow:
    values = {k: v for k, v in {**GOOD, **changes}.items() if v}
    return read_order_row(Record(number, values), "Asia/Shanghai")


def told(of: Group) -> dict[int, list[tuple[str, str]]]:
    return {
        number: [(fault.column, fault.code) for fault in faults]
        for number, faults in held_back(of).items()
        if faults
    }


CELL = st.sampled_from(["", "a", "b", "1", "2"])
ROWS = st.lists(
    st.dictionaries(st.sampled_from(ORDERS.columns), CELL), min_size=1, max_size=6
)


@given(ROWS)
def test_every_row_is_in_exactly_one_project(sheet: list[dict[str, str]]) -> None:
    rows = [
        read_order_row(Record(n, {k: v for k, v in each.items() if v}), "Asia/Shanghai")
        for n, each in enumerate(sheet, 2)
    ]
    groups = group(rows)

    numbers = [each.number for one in groups for each in one.rows]
    assert sorted(numbers) == [each.number for each in rows]
    for one in groups:
        assert set(one.faults) == {each.number for each in one.rows}
        bad = any(one.faults.values())
        assert all(held_back(one).values()) is bad
        assert one.is_good is not bad


def test_rows_of_one_reference_are_one_project_with_its_sites() -> None:
    [one] = group(
        [
            row(2, site_name="Kitchen", priority="high", note="Ring."),
            row(3, site_name="Kitchen", model="V2", project_name="", customer_name=""),
            row(4, site_name="", address="1 Other Road", contact_name="Li"),
        ]
    )

    assert one.is_good
    assert told(one) == {}
    assert one.reference == "SO-1"
    kitchen, other = one.intake.sites
    assert [line.model for line in kitchen.lines] == ["V1", "V2"]
    assert (kitchen.name, other.name) == ("Kitchen", "House")
    assert other.contact_name == "Li"
    assert one.intake.wishes.priority is Priority.HIGH
    assert one.intake.wishes.note == "Ring."


def test_what_a_later_row_says_first_counts() -> None:
    [one] = group([row(2, lat="", lon=""), row(3, model="V2", datum="gcj02")])

    assert one.intake.sites[0].point == Degrees(31.2, 121.5)
    assert one.intake.sites[0].datum is Datum.GCJ02
    assert one.cells["/sites/0/point"] == (3, "lat")


def test_rows_without_a_reference_stand_alone() -> None:
    groups = group([row(2, external_reference=""), row(3, external_reference="")])

    assert [told(one) for one in groups] == [
        {2: [("external_reference", "missing")]},
        {3: [("external_reference", "missing")]},
    ]


def test_what_no_row_says_is_missing_once() -> None:
    [one] = group([row(2, project_name=""), row(3, model="V2", project_name="")])

    assert told(one)[2] == [("project_name", "missing")]
    assert told(one)[3] == [("external_reference", "held_back")]


def test_rows_that_contradict_each_other_are_told() -> None:
    [one] = group(
        [
            row(2, priority="high", due="2027-01-01", earliest="2026-01-01"),
            row(3, model="V2", priority="low", due="2027-01-02", customer_name="Li"),
            row(4, model="V3", lat="31.3", contact_phone="1"),
            row(5, model="V4", contact_phone="2"),
        ]
    )

    assert told(one) == {
        2: [("external_reference", "held_back")],
        3: [
            ("customer_name", "contradicts"),
            ("priority", "contradicts"),
            ("due", "contradicts"),
        ],
        4: [("lat", "contradicts")],
        5: [("contact_phone", "contradicts")],
    }


def test_a_model_twice_at_one_site_is_told() -> None:
    [one] = group([row(2), row(3, model="v1"), row(4, address="1 Other Road")])

    assert told(one)[3] == [("model", "twice")]


def test_the_good_rows_of_a_bad_project_are_told_for_whom_they_wait() -> None:
    [one] = group([row(2), row(3, model="V2", quantity="x"), row(4, lat="x", model="")])

    [wait] = held_back(one)[2]
    assert wait.detail == "Held back because of rows 3, 4 of the same project."
    [alone] = group([row(2), row(3, model="V2", quantity="x")])
    assert "row 3" in held_back(alone)[2][0].detail


def finding(pointer: str, **other: Any) -> Finding:
    return replace(Finding(pointer, "code", "Cause.", "Remedy."), **other)


def test_findings_are_told_at_the_cells_they_come_from() -> None:
    [one] = group([row(2, contact_phone="1"), row(3, model="V2", customer_email="x")])

    found = with_findings(
        one,
        [
            finding("/customer/email"),
            finding("/sites/0/contact_phone"),
            finding("/sites/0/point"),
            finding("/sites/0/lines/1/model"),
            finding("/unheard/of"),
        ],
    )

    assert told(found) == {
        2: [
            ("contact_phone", "code"),
            ("lat", "code"),
            ("external_reference", "code"),
        ],
        3: [("customer_email", "code"), ("model", "code")],
    }


def test_a_cell_that_cannot_be_read_explains_what_is_missing() -> None:
    [one] = group([row(2, lat="x", quantity="x")])

    found = with_findings(
        one, [finding("/sites/0/point"), finding("/sites/0/lines/0/quantity")]
    )

    assert told(found) == told(one)


def test_without_coordinates_the_address_is_at_fault() -> None:
    [one] = group([row(2, lat="", lon="")])

    found = with_findings(one, [finding("/sites/0/point")])

    assert told(found) == {2: [("address", "code")]}


def test_an_empty_project_is_still_a_group() -> None:
    [one] = group([read_order_row(Record(2, {}), "Asia/Shanghai")])

    assert not one.is_good
    assert one.intake.wishes.earliest is None
