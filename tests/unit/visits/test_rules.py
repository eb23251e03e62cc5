from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from app.visits.rules import (
    LEAST_STRETCH_SECONDS,
    USUAL_STRETCH_SECONDS,
    Demand,
    Member,
    Neighbour,
    Span,
    breaches,
    common_stretch,
    hull,
    seated,
    stretch,
)

HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + hour * HOUR


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def member(number: int = 1, **facts: object) -> Member:
    plain = Member(number, f"M{number}", active=True, skills={}, shifts=(span(8, 17),))
    return replace(plain, **facts)  # type: ignore[arg-type] # facts are the fields


def codes(demand: Demand, crew: list[Member], start: float) -> list[str]:
    return [fault.code for fault in breaches(demand, crew, at(start))]


WORK = Demand(duration=2 * HOUR, crew_size=1, skills={})


def test_a_crew_that_fits_breaks_nothing() -> None:
    assert codes(WORK, [member()], 8) == []
    assert codes(WORK, [member()], 15) == []


def test_the_whole_visit_lies_inside_the_shift() -> None:
    assert codes(WORK, [member()], 7.5) == ["outside_shift"]
    assert codes(WORK, [member()], 15.5) == ["outside_shift"]


def test_an_absence_is_named_as_one() -> None:
    away = member(absences=(span(9, 10),))
    assert codes(WORK, [away], 8) == ["technician_absent"]
    assert codes(WORK, [away], 10) == []


def test_who_left_is_not_planned() -> None:
    assert codes(WORK, [member(active=False)], 9) == ["technician_inactive"]


def test_a_crew_has_its_size_and_different_people() -> None:
    two = replace(WORK, crew_size=2)
    assert codes(two, [member()], 9) == ["crew_size"]
    assert codes(two, [member(), member()], 9) == ["technician_twice"]
    assert codes(two, [member(1), member(2)], 9) == []


def test_one_of_the_crew_brings_every_skill_and_leads() -> None:
    demand = replace(WORK, crew_size=2, skills={"vrf": 3})
    learner, lead = member(1, skills={"vrf": 2}), member(2, skills={"vrf": 3})
    assert codes(demand, [learner, member(3)], 9) == ["skill_missing"]
    assert codes(demand, [learner, lead], 9) == []
    assert seated(demand, [learner, lead]) == (lead, learner)


def test_a_window_holds_the_whole_visit() -> None:
    demand = replace(WORK, windows=(span(9, 12),))
    assert codes(demand, [member()], 10) == []
    assert codes(demand, [member()], 10.5) == ["outside_window"]


def test_work_is_not_begun_before_its_earliest() -> None:
    demand = replace(WORK, earliest=at(10))
    assert codes(demand, [member()], 9) == ["too_early"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (10.5, ["before_predecessor"]),
        (11, []),
        (12, []),
        (12.5, ["too_long_after_predecessor"]),
    ],
)
def test_work_follows_its_predecessor_within_the_lags(
    start: float, expected: list[str]
) -> None:
    before = Neighbour("WO-1", span(8, 10), HOUR, 2 * HOUR)
    assert codes(replace(WORK, before=(before,)), [member()], start) == expected


def test_work_waits_while_its_predecessor_has_no_time() -> None:
    before = Neighbour("WO-1", None, HOUR)
    demand = replace(WORK, before=(before,))
    assert codes(demand, [member()], 9) == ["waits_for_predecessor"]


def test_work_keeps_the_lag_before_its_successor() -> None:
    after = (Neighbour("WO-2", span(14, 15), HOUR), Neighbour("WO-3", None, HOUR))
    demand = replace(WORK, after=after)
    assert codes(demand, [member()], 11) == []
    assert codes(demand, [member()], 12) == ["after_successor"]


def test_work_is_not_too_long_before_its_successor() -> None:
    after = (Neighbour("WO-2", span(15, 16), HOUR, 2 * HOUR),)
    demand = replace(WORK, after=after)
    assert codes(demand, [member()], 11) == []
    assert codes(demand, [member()], 10.5) == ["too_long_before_successor"]


def test_all_faults_come_at_once_with_their_places() -> None:
    demand = replace(WORK, crew_size=2, skills={"vrf": 1}, earliest=at(22))
    found = breaches(demand, [member(active=False)], at(20))
    assert [(fault.pointer, fault.code) for fault in found] == [
        ("/technician_ids", "crew_size"),
        ("/technician_ids/0", "technician_inactive"),
        ("/technician_ids/0", "outside_shift"),
        ("/technician_ids", "skill_missing"),
        ("/starts_at", "too_early"),
    ]


def test_a_hull_needs_every_span() -> None:
    assert hull([span(9, 10), span(8, 9.5)]) == span(8, 10)
    assert hull([span(9, 10), None]) is None
    assert hull([]) is None


@pytest.mark.parametrize(
    ("start", "end", "pause", "hours"),
    [
        (8, 17, None, 7.5),
        (8, 17, (time(11, 30), time(13, 30), 1800), 3.5),
        (8, 20, (time(9), time(10), 3600), 8.5),
        (22, 6, None, 6.5),
        (22, 6, (time(1), time(3), 3600), 2.5),
    ],
)
def test_the_longest_work_lies_on_one_side_of_the_break(
    start: int, end: int, pause: tuple[time, time, int] | None, hours: float
) -> None:
    assert stretch(time(start), time(end), pause) == hours * 3600


def test_a_short_shift_still_holds_an_hour() -> None:
    assert stretch(time(8), time(9), None) == LEAST_STRETCH_SECONDS


def test_a_crew_works_as_long_as_its_shortest_member() -> None:
    assert common_stretch([5, 4, 3], 2) == 4
    assert common_stretch([5], 3) == 5
    assert common_stretch([], 1) == USUAL_STRETCH_SECONDS
