"""Visits not accounted for, and wrong costs, are found out."""

from dataclasses import replace

import pytest

from routing import Problem, Solution, check, solve
from routing.model import Route, Rule
from tests.unit.routing.judged import broken, route, stop
from tests.unit.routing.small import (
    HOUR,
    LATEST,
    LEG,
    problem,
    shift,
    visit,
)

NOON = 12 * HOUR

ACCOUNTS: list[tuple[tuple[Route, ...], tuple[str, ...]]] = [
    ((), ()),
    ((route(stop()),), ("v1",)),
    ((), ("v1", "v1")),
    ((), ("v1", "x")),
    ((route(),), ("v1",)),
    ((route(stop()), route(stop())), ()),
]


@pytest.mark.parametrize(("routes", "out"), ACCOUNTS)
def test_every_visit_is_accounted_for_once(
    routes: tuple[Route, ...], out: tuple[str, ...]
) -> None:
    assert Rule.ACCOUNTING in broken(problem(), *routes, out=out)


def priced() -> tuple[Problem, Solution]:
    policy = {
        "travel_second": 2,
        "travel_kilometre": 100,
        "work_second": 1,
        "waiting_second": 3,
        "overtime_second": 5,
        "shift_used": 1000,
        "unpreferred": 77,
        "disruption": {"price": 9},
    }
    wished = visit(
        windows=[[NOON, NOON], [LATEST, LATEST]],
        due={"time": NOON, "cost_per_second": 2},
        preferred_shifts=["bob/0"],
        committed={"shifts": ["bob/0"]},
        mandatory=True,
    )
    people = [
        shift(end={"location": "home", "time": NOON, "overtime_until": LATEST}),
        shift("bob", skills={}),
    ]
    wished["skills"] = {"vrf": 1}
    visits = [wished, visit("v2", skills={"x": 1}), visit("v3", duration=0)]
    asked = problem(visits=visits, shifts=people, policy=policy)
    return asked, solve(asked, engine="construct", iterations=20)


def test_the_cost_is_recomputed_by_component() -> None:
    asked, solution = priced()
    assert check(asked, solution) == ()
    assert solution.components["lateness"] == 2 * HOUR
    assert solution.components["preference"] == 77
    assert solution.components["disruption"] == 9
    assert solution.components["unassigned"] == 24_000
    assert solution.components["overtime"] == 5 * (HOUR + LEG)


def test_a_wrong_cost_is_found_out() -> None:
    asked, solution = priced()
    dearer = replace(solution, cost=solution.cost + 1)
    assert [each.rule for each in check(asked, dearer)] == [Rule.COST]
    shifted = {**solution.components, "travel": 0, "bribes": 5}
    found = check(asked, replace(solution, components=shifted))
    assert [str(each) for each in found] == [
        "cost: bribes is 0, not 5",
        f"cost: travel is {solution.components['travel']}, not 0",
    ]
