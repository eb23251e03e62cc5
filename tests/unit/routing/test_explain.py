"""Every reason is confirmed by the checker, every remedy by planning."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from routing import (
    Problem,
    Solution,
    apply_change,
    check,
    explain,
    solve,
    validate,
)
from routing.check import Book, Case, rule_breaks
from routing.engines.state.instance import compile_problem
from routing.engines.state.report import report, resume
from routing.explain import PROOFS, Code
from routing.model import Reason, Rest, Route, Rule, Shift, Stop, Visit
from tests.unit.routing.problems import problems
from tests.unit.routing.small import HOUR, LATEST, OPENS, problem, shift, visit

COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
TWO_PEOPLE = [shift("ann"), shift("bob", skills={})]


def left_out(asked: Problem, name: str) -> tuple[Reason, ...]:
    solution = solve(asked, engine="construct", iterations=5)
    assert check(asked, solution) == ()
    found = {each.visit: each.reasons for each in solution.unassigned}
    return found[name]


def codes(asked: Problem, name: str = "v1") -> list[str]:
    return [each.code for each in left_out(asked, name)]


ALONE: list[tuple[dict[str, Any], str]] = [
    ({"skills": {"boiler": 1}}, "skill_missing"),
    ({"skills": {"vrf": 3}}, "skill_level"),
    ({"tags": ["van"]}, "tag_missing"),
    ({"allowed_shifts": []}, "shift_not_allowed"),
    ({"duration": 11 * HOUR}, "too_long_for_shift"),
    ({"windows": [[0, OPENS]]}, "window_outside_shift"),
    ({"windows": [[LATEST, LATEST]]}, "window_outside_shift"),
    ({"pin": {"start": OPENS}}, "pin"),
    ({"load": [9]}, "capacity"),
    ({"crew": [{}, {}]}, "crew_too_small"),
]


@pytest.mark.parametrize(("demand", "code"), ALONE)
def test_what_stops_a_visit_anywhere_is_named(
    demand: dict[str, Any], code: str
) -> None:
    asked = problem(visits=[visit(**demand)], shifts=[shift(capacity=[5])])
    assert codes(asked)[0] == code


def test_each_shift_is_named_with_what_stops_it_there() -> None:
    asked = problem(visits=[visit(skills={"vrf": 3})], shifts=TWO_PEOPLE)
    found = {each.code: each.shifts for each in left_out(asked, "v1")}
    assert found == {"skill_level": ("ann/0",), "skill_missing": ("bob/0",)}


def test_no_shifts_is_a_reason() -> None:
    assert codes(problem(shifts=[])) == ["no_shifts"]


def test_what_must_come_first_is_named() -> None:
    links = [{"kind": "finish_start", "from": "v2", "to": "v1"}]
    visits = [visit("v1"), visit("v2", skills={"boiler": 1})]
    assert codes(problem(visits=visits, links=links)) == ["link_predecessor"]


def test_a_lag_that_no_day_has_is_named() -> None:
    links = [{"kind": "finish_start", "from": "v2", "to": "v1", "min_lag": 9 * HOUR}]
    visits = [visit("v1"), visit("v2")]
    assert codes(problem(visits=visits, links=links)) == ["link_lag"]


def test_a_forbidden_drive_is_named() -> None:
    matrix = [[0, None, 600], [600, 0, 600], [600, 600, 0]]
    travel = [{"profile": "car", "source": "table", "seconds": matrix}]
    travel[0]["locations"] = ["home", "north", "south"]
    assert codes(problem(travel=travel)) == ["forbidden_travel"]


def full_day(**more: Any) -> Problem:
    """Return a day where a short visit finds no room beside a mandatory long one."""
    visits = [visit("long", duration=9 * HOUR, mandatory=True), visit("v1", **more)]
    return problem(visits=visits)


def test_a_full_day_has_no_room_and_says_what_an_exchange_costs() -> None:
    reasons = left_out(full_day(), "v1")
    assert [each.code for each in reasons] == ["displaced", "no_room"]
    assert (reasons[0].cost or 0) > 9_000_000


def test_a_visit_that_costs_more_than_leaving_it_out_says_so() -> None:
    policy = {"penalties": {"normal": 10}}
    reasons = left_out(problem(policy=policy), "v1")
    assert [(each.code, each.cost) for each in reasons] == [("not_worth", 1200)]


def test_a_visit_that_nobody_tried_says_so() -> None:
    asked = problem()
    empty = solve(asked, engine="construct", seconds=0)
    assert check(asked, empty) == ()
    assert [each.reasons[0].code for each in empty.unassigned] == ["not_tried"]


def test_a_disruption_budget_is_named() -> None:
    kept = {"shifts": ["ann/0"]}
    visits = [visit(committed=kept, forbidden_shifts=["ann/0"])]
    policy = {"disruption": {"budget": 0}}
    asked = problem(visits=visits, shifts=[shift(), shift("bob")], policy=policy)
    assert "disruption" in codes(asked)


def remedies(asked: Problem) -> list[dict[str, Any]]:
    solution = solve(asked, engine="construct", iterations=5)
    found = {each.visit: each.remedies for each in solution.unassigned}
    for remedy in found["v1"]:
        proves(asked, solution, "v1", remedy.change)
    return [dict(remedy.change) for remedy in found["v1"]]


def proves(
    asked: Problem, solution: Solution, name: str, change: dict[str, Any] | Any
) -> None:
    """Plan the visit after the change, beside all that was planned before."""
    changed = apply_change(asked, change)
    assert validate(changed) == ()
    instance = compile_problem(changed)
    plan = resume(instance, solution)
    assert plan is not None
    again = report(plan, engine="")
    kept = replace(again, unassigned=explain(changed, again))
    assert check(changed, kept) == ()
    reasons = next(each.reasons for each in kept.unassigned if each.visit == name)
    assert reasons[0].code in {Code.NOT_TRIED, Code.NOT_WORTH}


def test_overtime_is_offered_to_the_second() -> None:
    assert remedies(full_day()) == [
        {"shift": "ann/0", "overtime_until": OPENS + 10 * HOUR + 1200}
    ]


def test_a_skill_is_offered() -> None:
    asked = problem(visits=[visit(skills={"vrf": 3})])
    assert remedies(asked) == [{"shift": "ann/0", "skills": {"vrf": 3}}]


def test_the_nearest_start_is_offered() -> None:
    asked = problem(visits=[visit(windows=[[0, OPENS]])])
    assert remedies(asked) == [{"visit": "v1", "window": [OPENS + 600, OPENS + 600]}]


def starts(place: Visit, ready: int) -> Iterator[int]:
    """Yield the starts worth trying: on arrival, at each opening, at the pin."""
    yield ready
    yield from (w.opens for w in place.windows if w.opens > ready)
    yield from (w.closes for w in place.windows if w.closes > ready)
    if place.pin and place.pin.start is not None and place.pin.start > ready:
        yield place.pin.start


def rests(where: Shift) -> Iterator[tuple[Rest, ...]]:
    """Yield no break, and each break as early as may be."""
    yield ()
    for each in where.breaks:
        begins = max(each.earliest, where.start.time)
        yield (Rest(begins, begins + each.duration),)
    yield tuple(
        Rest(each.earliest, each.earliest + each.duration) for each in where.breaks
    )


def refusals(asked: Problem, name: str, shift_id: str) -> Iterator[set[Rule]]:
    """Yield what the checker says of each honest way to do the visit alone there."""
    book = Book(asked)
    place, where = book.visits[name], book.shifts[shift_id]
    legs = book.legs[where.profile]
    here, there = book.places[where.start.location], book.places[place.location]
    home = there if where.end.location is None else book.places[where.end.location]
    out, back = int(legs.seconds[here, there]), int(legs.seconds[there, home])
    for taken in rests(where):
        paused = sum(rest.end - rest.start for rest in taken)
        for ready in {where.start.time + out, where.start.time + out + paused}:
            for start in (*starts(place, ready), *(rest.end for rest in taken)):
                if start >= where.start.time + out:
                    stop = Stop(name, 0, start, start, start + place.duration)
                    only = Route(shift_id, (stop,), start - out, stop.end + back, taken)
                    case = Case(book, Solution(0, {}, (only,)))
                    yield {each.rule for each in rule_breaks(case)}


ALONE_CODES = {
    Code.SKILL_MISSING,
    Code.SKILL_LEVEL,
    Code.TAG_MISSING,
    Code.SHIFT_NOT_ALLOWED,
    Code.CAPACITY,
    Code.FORBIDDEN_TRAVEL,
    Code.WINDOW_OUTSIDE_SHIFT,
    Code.TOO_LONG_FOR_SHIFT,
    Code.BREAK,
}


@settings(COMMON, max_examples=30)
@given(asked=problems())
def test_on_a_shift_named_by_a_reason_nothing_honest_works(asked: Problem) -> None:
    solution = solve(asked, engine="construct", iterations=2)
    sizes = {each.id: len(each.crew) for each in asked.visits}
    for each in solution.unassigned:
        if sizes[each.visit] > 1:
            continue
        for reason in each.reasons:
            for shift_id in reason.shifts if reason.code in ALONE_CODES else ():
                found = list(refusals(asked, each.visit, shift_id))
                assert all(found)
                assert any(PROOFS[Code(reason.code)] & broken for broken in found)


@settings(COMMON, max_examples=25)
@given(asked=problems())
def test_remedies_are_proven_by_planning(asked: Problem) -> None:
    solution = solve(asked, engine="construct", iterations=2)
    for each in solution.unassigned:
        for remedy in each.remedies:
            proves(asked, solution, each.visit, remedy.change)


def test_in_a_hurry_every_visit_still_has_a_reason() -> None:
    visits = [visit(f"v{n}", skills={"boiler": 1}) for n in range(3)]
    asked = problem(visits=visits, shifts=[shift(f"t{n}") for n in range(9)])
    solution = solve(asked, engine="construct", iterations=0)
    found = explain(asked, solution, seconds=0)
    assert [each.reasons[0].code for each in found] == ["skill_missing"] * 3
    assert not any(each.remedies for each in found)


def test_a_break_that_cannot_be_had_is_named() -> None:
    lunch = {"earliest": 12 * HOUR, "latest_end": 13 * HOUR, "duration": HOUR}
    asked = problem(
        visits=[visit(duration=8 * HOUR, windows=[[9 * HOUR, 9 * HOUR]])],
        shifts=[shift(breaks=[lunch])],
    )
    assert codes(asked) == ["break"]
