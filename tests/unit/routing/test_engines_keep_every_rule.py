"""Whatever is asked, what an engine plans passes the checker."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing import Solution, check, solve, validate
from routing.engines.registry import ENGINES
from routing.model import Problem
from tests.unit.routing.problems import problems

SOAK = int(os.environ.get("PAIGONG_SOAK", "1"))
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=1000 * SOAK)
SEEDS = st.integers(0, 9)


def solution_that_keeps_every_rule(
    problem: Problem, engine: str, seed: int, iterations: int
) -> Solution:
    assert validate(problem) == ()
    solution = solve(problem, engine=engine, seed=seed, iterations=iterations)
    assert check(problem, solution) == ()
    return solution


@FEW
@given(problem=problems(), seed=SEEDS)
def test_construction_keeps_every_rule_twice_alike(problem: Problem, seed: int) -> None:
    first = solution_that_keeps_every_rule(problem, "construct", seed, 8)
    assert solve(problem, engine="construct", seed=seed, iterations=8) == first


@FEW
@given(problem=problems(), seed=SEEDS)
def test_ortools_keeps_every_rule(problem: Problem, seed: int) -> None:
    solution_that_keeps_every_rule(problem, "ortools", seed, 200)


@FEW
@given(problem=problems(), seed=SEEDS)
def test_auto_keeps_every_rule_and_never_costs_more_than_construction(
    problem: Problem, seed: int
) -> None:
    auto = solution_that_keeps_every_rule(problem, "auto", seed, 5)
    assert auto.cost <= solve(problem, engine="construct", iterations=0).cost


@FEW
@given(problem=problems())
def test_every_visit_left_out_has_a_reason(problem: Problem) -> None:
    solution = solve(problem, engine="construct", iterations=3)
    assert all(each.reasons for each in solution.unassigned)


@pytest.mark.soak
@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_engine_keeps_every_rule_on_many_problems(engine: str) -> None:
    @MANY
    @given(problem=problems(), seed=SEEDS)
    def keeps(problem: Problem, seed: int) -> None:
        solution_that_keeps_every_rule(problem, engine, seed, 40)

    keeps()
