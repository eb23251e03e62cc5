"""Whatever is asked, what an engine plans passes the checker."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing import check, solve, validate
from routing.model import Problem
from tests.unit.routing.problems import problems

SOAK = int(os.environ.get("PAIGONG_SOAK", "0"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def keeps_every_rule(problem: Problem, engine: str, seed: int, **limit: float) -> None:
    assert validate(problem) == ()
    solution = solve(problem, engine=engine, seed=seed, **limit)
    assert check(problem, solution) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(problem=problems(), seed=st.integers(0, 9))
def test_construction_keeps_every_rule(problem: Problem, seed: int) -> None:
    keeps_every_rule(problem, "construct", seed, iterations=12)
