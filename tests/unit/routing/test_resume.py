"""Solutions that come from elsewhere, or are right in a way no engine makes."""

import pytest
from hypothesis import HealthCheck, given, settings

from routing import (
    Problem,
    RoutingError,
    Solution,
    check,
    explain,
    rank_insertions,
    solve,
)
from routing.engines.state.instance import compile_problem
from routing.engines.state.report import report, resume
from routing.explain import explain_compiled
from tests.unit.routing.problems import problems
from tests.unit.routing.small import HOUR, OPENS, problem, visit

COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
NOON = 12 * HOUR


@settings(COMMON, max_examples=40)
@given(asked=problems())
def test_a_solution_is_taken_up_again_in_the_same_order(asked: Problem) -> None:
    solution = solve(asked, engine="construct", iterations=8)
    plan = resume(compile_problem(asked), solution)
    assert plan is not None
    again = report(plan, engine="construct")
    assert check(asked, again) == ()
    assert _order(again) == _order(solution)


def _order(solution: Solution) -> list[list[str]]:
    return [[stop.visit for stop in route.stops] for route in solution.routes]


def cannot_be_timed() -> tuple[Problem, Solution]:
    """Return a solution whose visit comes before its promise, which engines keep."""
    late = {"shifts": ["ann/0"], "start": 15 * HOUR}
    others = [visit("v2", skills={"x": 1}), visit("v3", windows=[[NOON, NOON]])]
    asked = problem(visits=[visit("v1", committed=late), *others])
    plain = problem(visits=[visit("v1", windows=[[OPENS, NOON]]), *others])
    return asked, solve(plain, engine="construct", iterations=0)


def test_routes_that_cannot_be_timed_are_not_examined() -> None:
    asked, solution = cannot_be_timed()
    assert check(asked, solution) == ()
    (found,) = explain(asked, solution)
    assert [reason.code for reason in found.reasons] == ["not_examined"]


def test_routes_that_cannot_be_timed_are_not_ranked() -> None:
    with pytest.raises(RoutingError, match="cannot be timed"):
        rank_insertions(*cannot_be_timed(), "v2")


def test_a_full_plan_needs_no_explaining() -> None:
    asked = problem()
    solution = solve(asked, engine="construct", iterations=0)
    assert explain(asked, solution) == ()
    assert explain_compiled(compile_problem(asked), solution, 1) == ()


def test_when_time_is_long_over_nothing_is_examined() -> None:
    asked = problem(visits=[visit(skills={"x": 1})])
    solution = solve(asked, engine="construct", iterations=0)
    (found,) = explain(asked, solution, seconds=-1)
    assert found.reasons[0].code == "not_examined"
