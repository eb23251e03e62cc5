from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from app.technicians.rules import (
    DayPattern,
    Holding,
    KnownCodes,
    Pause,
    TechnicianIntake,
    read_row,
)
from app.technicians.rules.rows import COLUMNS

KNOWN = KnownCodes(frozenset({"pudong"}), frozenset({"gas", "vrf"}))
GOOD = {
    "name": "张伟",
    "phone": "19900000001",
    "territory": "pudong",
    "home_lat": "31.2",
    "home_lon": "121.5",
    "max_overtime_minutes": "90",
    "capacity_kg": "300.5",
    "skills": "gas:3; vrf:4:2026-01-01:2028-12-31; vrf:5:2029-01-01",
    "weekdays": "Mon, Sat",
    "start_time": "09:00",
    "end_time": "18:00",
    "break_minutes": "45",
}


def faults(**changes: str) -> list[tuple[str, str]]:
    found = read_row({**GOOD, **changes}, KNOWN)
    assert isinstance(found, list)
    return [(fault.column, fault.code) for fault in found]


def test_a_good_row_is_an_intake() -> None:
    lunch = Pause(time(11, 30), time(13, 30), 2700)
    assert read_row(GOOD, KNOWN) == TechnicianIntake(
        name="张伟",
        phone="+8619900000001",
        territory="pudong",
        home_lat=31.2,
        home_lon=121.5,
        max_overtime_seconds=5400,
        capacity_kg=300.5,
        skills=(
            Holding("gas", 3),
            Holding("vrf", 4, date(2026, 1, 1), date(2028, 12, 31)),
            Holding("vrf", 5, date(2029, 1, 1)),
        ),
        patterns=tuple(DayPattern(d, time(9), time(18), lunch) for d in (0, 5)),
    )


def test_what_is_left_empty_is_the_usual_week() -> None:
    needed = {name: GOOD[name] for name in list(GOOD)[:5]}
    intake = read_row(needed)
    assert isinstance(intake, TechnicianIntake)
    assert [p.weekday for p in intake.patterns] == [0, 1, 2, 3, 4]
    assert intake.patterns[0].start == time(8, 30)
    assert intake.patterns[0].pause is None
    assert intake.speed_percent == 100


def test_an_empty_row_lacks_everything_that_is_needed() -> None:
    found = read_row({}, KNOWN)
    assert isinstance(found, list)
    assert [(fault.column, fault.code) for fault in found] == [
        ("name", "missing"),
        ("phone", "missing"),
        ("territory", "missing"),
        ("home_lat", "missing"),
        ("home_lon", "missing"),
    ]


def test_every_fault_of_a_row_is_named() -> None:
    assert faults(
        phone="1",
        territory="mars",
        home_lat="91",
        home_lon="east",
        capacity_kg="nan",
        skills="gas",
        weekdays="someday",
        start_time="late",
    ) == [
        ("phone", "phone"),
        ("home_lat", "out_of_range"),
        ("home_lon", "unreadable"),
        ("capacity_kg", "out_of_range"),
        ("skills", "unreadable"),
        ("weekdays", "unreadable"),
        ("start_time", "unreadable"),
        ("territory", "unknown"),
    ]


def test_codes_are_checked_where_they_are_known() -> None:
    assert faults(skills="flying:3") == [("skills", "unknown_skill")]
    assert isinstance(read_row({**GOOD, "skills": "flying:3"}), TechnicianIntake)
    assert faults(skills="gas:6") == [("skills", "unreadable")]
    assert faults(skills="gas:3:2026-01-01:2026-02-01:x") == [("skills", "unreadable")]


def test_a_break_that_does_not_fit_is_told_once() -> None:
    assert faults(break_minutes="180") == [("break_seconds", "break_too_long")]
    assert faults(end_time="12:00") == [("break_latest_end", "break_outside")]


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=20)))
def test_any_cells_give_an_intake_or_faults(values: dict[str, str]) -> None:
    found = read_row(values, KNOWN)
    if isinstance(found, list):
        assert found
        assert all(fault.remedy for fault in found)
