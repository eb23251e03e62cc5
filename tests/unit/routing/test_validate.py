"""A broken problem lists all its faults, each where it is."""

from typing import Any

import pytest

from routing import DocumentError, load_problem, problem_faults, validate
from tests.unit.routing.small import (
    CLOSES,
    HOUR,
    LATEST,
    OPENS,
    document,
    problem,
    shift,
    visit,
)


def table(**changes: Any) -> list[dict[str, Any]]:
    return [{**document()["travel"][0], **changes}]


def pinned(**pin: Any) -> list[dict[str, Any]]:
    return [visit(pin=pin)]


def link(first: str, second: str, **more: Any) -> dict[str, Any]:
    return {"kind": "finish_start", "from": first, "to": second, **more}


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"version": 2}, "out_of_range", "/version"),
    ({"epoch": "Monday"}, "epoch_not_iso", "/epoch"),
    ({"colour": "red"}, "unknown_field", "/colour"),
    ({"visits": {}}, "wrong_type", "/visits"),
    ({"visits": [{**visit(), "a/b~c": 1}]}, "unknown_field", "/visits/0/a~1b~0c"),
    ({"visits": [{"id": "v1", "duration": 1}]}, "missing_field", "/visits/0/location"),
    ({"visits": [visit(duration=1.5)]}, "wrong_type", "/visits/0/duration"),
    ({"visits": [visit(duration=True)]}, "wrong_type", "/visits/0/duration"),
    ({"visits": [visit(duration=-1)]}, "out_of_range", "/visits/0/duration"),
    ({"visits": [visit(duration=10**400)]}, "out_of_range", "/visits/0/duration"),
    ({"visits": [visit(id="")]}, "empty_text", "/visits/0/id"),
    ({"visits": [visit(priority="vip")]}, "unknown_choice", "/visits/0/priority"),
    ({"visits": [visit(priority=1)]}, "wrong_type", "/visits/0/priority"),
    ({"visits": [visit(windows=[[1]])]}, "window_not_a_pair", "/visits/0/windows/0"),
    ({"visits": [visit(windows=[5])]}, "wrong_type", "/visits/0/windows/0"),
    ({"visits": [visit(windows=[[2, 1]])]}, "window_reversed", "/visits/0/windows/0"),
    ({"visits": [visit(crew=[])]}, "crew_empty", "/visits/0/crew"),
    ({"visits": [visit(crew=3)]}, "wrong_type", "/visits/0/crew"),
    ({"visits": [visit(skills=[])]}, "wrong_type", "/visits/0/skills"),
    ({"visits": [visit(mandatory=1)]}, "wrong_type", "/visits/0/mandatory"),
    ({"visits": [visit(location="moon")]}, "unknown_location", "/visits/0/location"),
    ({"visits": [visit(), visit()]}, "duplicate_id", "/visits/1/id"),
    (
        {"visits": [visit(allowed_shifts=["x"])]},
        "unknown_shift",
        "/visits/0/allowed_shifts",
    ),
    (
        {"visits": [visit(allowed_shifts=["ann/0"], forbidden_shifts=["ann/0"])]},
        "allowed_and_forbidden",
        "/visits/0/forbidden_shifts",
    ),
    (
        {"visits": [visit(load=[1]), visit("v2", load=[1, 2])]},
        "capacity_dimensions",
        "/visits/1/load",
    ),
    ({"visits": pinned(shifts=["x"])}, "unknown_shift", "/visits/0/pin/shifts/0"),
    (
        {"visits": pinned(shifts=["ann/0", "ann/0"])},
        "wrong_number_of_shifts",
        "/visits/0/pin/shifts",
    ),
    (
        {"visits": [visit(committed={"shifts": []})]},
        "wrong_number_of_shifts",
        "/visits/0/committed/shifts",
    ),
    (
        {"visits": pinned(position=0)},
        "position_without_shift",
        "/visits/0/pin/position",
    ),
    (
        {"visits": pinned(shifts=["ann/0"], position=1)},
        "positions_not_from_zero",
        "/visits/0/pin/position",
    ),
    ({"shifts": [shift(profile="boat")]}, "unknown_profile", "/shifts/0/profile"),
    (
        {"shifts": [shift(start={"location": "moon", "time": OPENS})]},
        "unknown_location",
        "/shifts/0/start/location",
    ),
    (
        {"shifts": [shift(end={"location": "moon", "time": CLOSES})]},
        "unknown_location",
        "/shifts/0/end/location",
    ),
    (
        {"shifts": [shift(end={"time": OPENS - 1})]},
        "shift_ends_before_start",
        "/shifts/0/end/time",
    ),
    (
        {"shifts": [shift(end={"time": CLOSES, "overtime_until": CLOSES - 1})]},
        "overtime_before_end",
        "/shifts/0/end/overtime_until",
    ),
    (
        {"shifts": [shift(start=None)]},
        "wrong_type",
        "/shifts/0/start",
    ),
    (
        {"shifts": [shift(), shift(id="ann/1")]},
        "shifts_overlap",
        "/shifts/1/start/time",
    ),
    ({"links": [link("v1", "v1")]}, "link_to_itself", "/links/0/to"),
    ({"links": [link("v1", "x")]}, "unknown_visit", "/links/0/to"),
    (
        {"links": [{"kind": "same_day", "from": "v1", "to": "v1", "min_lag": 3}]},
        "not_for_this_link",
        "/links/0/min_lag",
    ),
    (
        {"links": [link("v1", "x", min_lag=5, max_lag=4)]},
        "lag_reversed",
        "/links/0/max_lag",
    ),
    (
        {
            "visits": [visit(), visit("v2")],
            "links": [link("v1", "v2"), link("v2", "v1")],
        },
        "links_in_a_circle",
        "/links",
    ),
    ({"travel": table(seconds=[[0]])}, "table_not_square", "/travel/0/seconds"),
    (
        {"travel": table(locations=["home", "north", "north"])},
        "duplicate_id",
        "/travel/0/locations",
    ),
    (
        {"travel": table(locations=["home", "moon", "south"])},
        "unknown_location",
        "/travel/0/locations/1",
    ),
    (
        {"travel": table(locations=["home", "south"])},
        "table_incomplete",
        "/travel/0/locations",
    ),
    (
        {"travel": [{"profile": "car", "source": "great_circle"}]},
        "missing_coordinates",
        "/locations/0/lat",
    ),
    ({"travel": [{"profile": "car"}]}, "missing_field", "/travel/0/source"),
    ({"travel": ["car"]}, "wrong_type", "/travel/0"),
    (
        {"policy": {"penalties": {"vip": 1}}},
        "unknown_field",
        "/policy/penalties/vip",
    ),
    (
        {"policy": {"disruption": {"budget": -1}}},
        "out_of_range",
        "/policy/disruption/budget",
    ),
]


@pytest.mark.parametrize(("changes", "code", "pointer"), FAULTS)
def test_a_fault_is_named_at_its_place(
    changes: dict[str, Any], code: str, pointer: str
) -> None:
    found = problem_faults(document(**changes))
    assert (code, pointer) in {(fault.code, fault.pointer) for fault in found}
    assert all(fault.cause and fault.remedy for fault in found)


BREAKS = [
    ([{"earliest": 0, "latest_end": HOUR, "duration": 2 * HOUR}], "break_too_long"),
    ([{"earliest": 0, "latest_end": HOUR, "duration": 60}], "break_outside_shift"),
    (
        [
            {"earliest": OPENS + HOUR, "latest_end": LATEST, "duration": 60},
            {"earliest": OPENS, "latest_end": LATEST, "duration": 60},
        ],
        "breaks_out_of_order",
    ),
]


@pytest.mark.parametrize(("breaks", "code"), BREAKS)
def test_a_break_that_cannot_be_taken_is_a_fault(
    breaks: list[dict[str, int]], code: str
) -> None:
    found = problem_faults(document(shifts=[shift(breaks=breaks)]))
    assert [fault.code for fault in found] == [code]


def test_half_a_coordinate_is_a_fault() -> None:
    places = [{"id": "home", "lat": 31.2}, {"id": "north"}, {"id": "south"}]
    found = problem_faults(document(locations=places))
    assert [(f.code, f.pointer) for f in found] == [
        ("missing_coordinates", "/locations/0/lon")
    ]


def test_all_faults_come_at_once() -> None:
    broken = document(
        epoch="x",
        shifts=[shift(profile="boat")],
        visits=[visit(duration="long"), visit("v2", location="moon")],
    )
    with pytest.raises(DocumentError) as refused:
        load_problem(broken)
    assert {fault.code for fault in refused.value.faults} == {
        "epoch_not_iso",
        "unknown_profile",
        "wrong_type",
        "unknown_location",
    }
    assert "/visits/1/location" in str(refused.value)


def test_a_fault_of_shape_hides_what_only_follows_from_it() -> None:
    found = problem_faults(document(visits=[visit(location=7)]))
    assert [fault.code for fault in found] == ["wrong_type"]


def test_a_sound_problem_has_no_faults() -> None:
    assert validate(problem()) == ()


def test_two_matrices_may_leave_out_metres() -> None:
    assert problem_faults(document(travel=table(metres=[]))) == ()
