"""A wrong solution is found out, rule by rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from routing import Problem
from routing.model import Rest, Route, Rule
from tests.unit.routing.judged import ARRIVES, ENDS, HOME, broken, route, stop
from tests.unit.routing.small import (
    CLOSES,
    HOUR,
    LATEST,
    LEG,
    OPENS,
    document,
    problem,
    shift,
    visit,
)

TWO_PEOPLE = [shift("ann"), shift("bob")]
LUNCH = {"earliest": 12 * HOUR, "latest_end": 14 * HOUR, "duration": HOUR}


def test_a_right_solution_breaks_nothing() -> None:
    assert broken(problem(), route(stop())) == set()


ALTERATIONS: list[tuple[str, Callable[[Route], Route], Rule]] = [
    ("leaves early", lambda r: replace(r, start=OPENS - 60), Rule.SHIFT_START),
    ("ends late", lambda r: replace(r, end=LATEST + 1), Rule.SHIFT_END),
    ("flies there", lambda r: replace(r, start=OPENS + 1), Rule.TRAVEL_TIME),
    ("flies back", lambda r: replace(r, end=HOME - 1), Rule.TRAVEL_TIME),
    ("is nobody's", lambda r: replace(r, shift="x"), Rule.ACCOUNTING),
    ("has a seat too many", lambda r: route(*r.stops, stop(seat=1)), Rule.ACCOUNTING),
    ("comes twice", lambda r: route(*r.stops, *r.stops), Rule.ACCOUNTING),
    ("knows no such visit", lambda r: route(*r.stops, stop("x")), Rule.ACCOUNTING),
    ("rests unasked", lambda r: replace(r, breaks=(Rest(0, 60),)), Rule.BREAK),
]


@pytest.mark.parametrize(("_", "alter", "rule"), ALTERATIONS)
def test_an_altered_route_is_found_out(
    _: str, alter: Callable[[Route], Route], rule: Rule
) -> None:
    assert rule in broken(problem(), alter(route(stop())))


DEMANDS: list[tuple[dict[str, Any], Rule]] = [
    ({"skills": {"boiler": 1}}, Rule.SKILL_MISSING),
    ({"skills": {"vrf": 3}}, Rule.SKILL_LEVEL),
    ({"crew": [{"skills": {"vrf": 3}}]}, Rule.SKILL_LEVEL),
    ({"tags": ["van"]}, Rule.TAG_MISSING),
    ({"allowed_shifts": []}, Rule.SHIFT_NOT_ALLOWED),
    ({"forbidden_shifts": ["ann/0"]}, Rule.SHIFT_NOT_ALLOWED),
    ({"windows": [[0, OPENS], [CLOSES, CLOSES]]}, Rule.WINDOW),
    ({"duration": 60}, Rule.DURATION),
    ({"pin": {"start": CLOSES}}, Rule.PIN),
    ({"crew": [{}, {}]}, Rule.CREW_INCOMPLETE),
]


@pytest.mark.parametrize(("demand", "rule"), DEMANDS)
def test_an_unmet_demand_is_found_out(demand: dict[str, Any], rule: Rule) -> None:
    assert broken(problem(visits=[visit(**demand)]), route(stop())) == {rule}


def test_starting_before_arrival_is_found_out() -> None:
    early = replace(stop(), arrival=ARRIVES + 60)
    assert broken(problem(), route(early, start=OPENS)) == {Rule.TRAVEL_TIME}


def test_forbidden_travel_is_found_out() -> None:
    asked = document()
    asked["travel"][0]["seconds"][0][1] = None
    assert broken(problem(**asked), route(stop())) == {Rule.FORBIDDEN_TRAVEL}


def test_loads_add_up() -> None:
    visits = [visit("v1", load=[2, 0]), visit("v2", load=[2, 0])]
    asked = problem(visits=visits, shifts=[shift(capacity=[3, 0])])
    assert broken(asked, route(stop("v1"), stop("v2", start=ENDS))) == {Rule.CAPACITY}
    assert broken(asked, route(stop("v1")), out=("v2",)) == set()


def test_a_pinned_shift_and_position_are_kept() -> None:
    pin = {"shifts": ["bob/0"], "position": 0}
    visits = [visit("v1"), visit("v2", pin=pin)]
    asked = problem(visits=visits, shifts=TWO_PEOPLE)
    second = route(stop("v1"), stop("v2", start=ENDS), who="bob")
    assert broken(asked, second) == {Rule.PIN}
    assert broken(asked, route(stop("v2")), out=("v1",)) == {Rule.PIN}
    assert broken(asked, route(stop("v2"), who="bob"), out=("v1",)) == set()


def crew_of_two() -> Problem:
    return problem(visits=[visit(crew=[{}, {}])], shifts=TWO_PEOPLE)


def test_a_crew_starts_together() -> None:
    late = stop(seat=1, start=ARRIVES + 60)
    both = route(stop()), route(late, who="bob")
    assert broken(crew_of_two(), *both) == {Rule.CREW_START}
    assert broken(crew_of_two(), route(stop()), route(stop(seat=1), who="bob")) == set()


def test_nobody_has_two_seats() -> None:
    alone = route(stop(), stop(seat=1))
    assert Rule.CREW_TECHNICIAN in broken(crew_of_two(), alone)


LINKS: list[tuple[dict[str, Any], Route, Rule | None]] = [
    (
        {"kind": "finish_start", "min_lag": HOUR},
        route(stop("v2", start=ENDS), who="bob"),
        Rule.LINK_LAG,
    ),
    (
        {"kind": "finish_start", "max_lag": 0},
        route(stop("v2", start=ENDS + 1), who="bob"),
        Rule.LINK_LAG,
    ),
    (
        {"kind": "finish_start", "max_lag": 0},
        route(stop("v2", start=ENDS), who="bob"),
        None,
    ),
    (
        {"kind": "same_start", "tolerance": 59},
        route(stop("v2", start=ARRIVES + 60), who="bob"),
        Rule.LINK_SAME_START,
    ),
    (
        {"kind": "same_start", "tolerance": 60},
        route(stop("v2", start=ARRIVES + 60), who="bob"),
        None,
    ),
    (
        {"kind": "same_technician"},
        route(stop("v2"), who="bob"),
        Rule.LINK_SAME_TECHNICIAN,
    ),
    ({"kind": "different_technician"}, route(stop("v2"), who="bob"), None),
    ({"kind": "same_day"}, route(stop("v2"), who="bob"), None),
]


@pytest.mark.parametrize(("link", "second", "rule"), LINKS)
def test_links_hold_across_routes(
    link: dict[str, Any], second: Route, rule: Rule | None
) -> None:
    links = [{"from": "v1", "to": "v2", **link}]
    asked = problem(visits=[visit("v1"), visit("v2")], shifts=TWO_PEOPLE, links=links)
    found = broken(asked, route(stop("v1")), second)
    assert found == ({rule} if rule else set())


def test_different_technicians_are_not_the_same() -> None:
    links = [{"kind": "different_technician", "from": "v1", "to": "v2"}]
    asked = problem(visits=[visit("v1"), visit("v2")], links=links)
    both = route(stop("v1"), stop("v2", start=ENDS))
    assert broken(asked, both) == {Rule.LINK_DIFFERENT_TECHNICIAN}


def test_the_same_day_is_not_the_next() -> None:
    links = [{"kind": "same_day", "from": "v1", "to": "v2"}]
    tomorrow = 24 * HOUR
    later = shift("bob", start={"location": "home", "time": OPENS + tomorrow})
    later["end"] = {"location": "home", "time": CLOSES + tomorrow}
    people = [shift(), later]
    asked = problem(visits=[visit("v1"), visit("v2")], shifts=people, links=links)
    second = route(stop("v2", start=ARRIVES + tomorrow), who="bob")
    assert broken(asked, route(stop("v1")), second) == {Rule.LINK_SAME_DAY}


def test_what_comes_first_is_planned_first() -> None:
    links = [{"kind": "finish_start", "from": "v2", "to": "v1"}]
    asked = problem(visits=[visit("v1"), visit("v2")], links=links)
    assert broken(asked, route(stop("v1")), out=("v2",)) == {Rule.LINK_PREDECESSOR}
    assert broken(asked, route(stop("v2")), out=("v1",)) == set()


NOON = 12 * HOUR
LATE_VISIT = {"windows": [[NOON, CLOSES]]}


def with_lunch(*rests: Rest, start: int = NOON + HOUR) -> set[Rule]:
    asked = problem(shifts=[shift(breaks=[LUNCH])])
    only = stop(start=start)
    early = replace(route(only), breaks=rests, start=OPENS, end=only.end + LEG + 7200)
    return broken(asked, early)


def test_a_break_is_taken_inside_its_window_and_not_at_work() -> None:
    assert with_lunch() == {Rule.BREAK}
    assert with_lunch(Rest(NOON, NOON + HOUR)) == set()
    assert with_lunch(Rest(NOON, NOON + 60)) == {Rule.BREAK}
    assert with_lunch(Rest(NOON - 1, NOON + HOUR - 1)) == {Rule.BREAK}
    assert with_lunch(Rest(NOON, NOON + HOUR), start=NOON + 60) == {Rule.BREAK}


def test_two_breaks_do_not_overlap() -> None:
    asked = problem(shifts=[shift(breaks=[LUNCH, LUNCH])])
    rests = (Rest(NOON, NOON + HOUR), Rest(NOON + 60, NOON + 60 + HOUR))
    late = replace(route(stop(start=CLOSES - HOUR)), breaks=rests, start=OPENS)
    assert broken(asked, late) == {Rule.BREAK}


def test_no_break_is_owed_before_departure_or_after_the_end() -> None:
    asked = problem(shifts=[shift(breaks=[LUNCH])])
    assert broken(asked, route(stop())) == set()
    assert broken(asked, route(stop(start=13 * HOUR + LEG))) == set()


def test_a_drive_pauses_for_a_break() -> None:
    asked = problem(shifts=[shift(breaks=[LUNCH])])
    only = stop(start=NOON + HOUR + 100)
    through = replace(
        route(only), start=NOON - 500, end=CLOSES, breaks=(Rest(NOON, NOON + HOUR),)
    )
    assert broken(asked, through) == set()
    assert broken(asked, replace(through, start=NOON - 499)) == {Rule.TRAVEL_TIME}


def test_no_more_committed_visits_move_than_the_budget_allows() -> None:
    kept = {"shifts": ["ann/0"], "start": ARRIVES}
    policy = {"disruption": {"budget": 0, "tolerance": 60}}
    visits = [visit(committed=kept)]
    asked = problem(visits=visits, shifts=TWO_PEOPLE, policy=policy)
    assert broken(asked, route(stop(start=ARRIVES + 60))) == set()
    assert broken(asked, route(stop(start=ARRIVES + 61))) == {Rule.DISRUPTION}
    assert broken(asked, route(stop(), who="bob")) == {Rule.DISRUPTION}
    assert broken(asked, out=("v1",)) == set()


def test_a_commitment_without_a_time_is_to_the_shift() -> None:
    policy = {"disruption": {"budget": 0}}
    visits = [visit(committed={"shifts": ["ann/0"]})]
    asked = problem(visits=visits, policy=policy)
    assert broken(asked, route(stop(start=NOON))) == set()
