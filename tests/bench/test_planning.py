"""How long the optimiser takes for a day's plan, and what its search gains."""

from typing import Any

import pytest

from routing import Solution, check, solve
from routing.bench.generate import Family, generate
from routing.model import Problem
from tests.bench.tables import Row, middle, table, timed
from tests.support.telling import Tell

pytestmark = pytest.mark.bench

SEEDS = (1, 2, 3)
SIZES = (100, 300)
SECONDS = 10.0


def test_plans_of_one_hundred_and_three_hundred_visits(tell: Tell) -> None:
    rows = [row for visits in SIZES for row in _rows(visits)]
    command = "pytest -m bench tests/bench/test_planning.py"
    heads = ("plan", "seconds", "cost by that of the first plan")
    tell(table("Planning, median of three instances", command, heads, rows))


def _rows(visits: int) -> list[Row]:
    problems = [generate(Family(visits=visits, crews=0.1), seed) for seed in SEEDS]
    first = [_run(problem, "construct", iterations=0) for problem in problems]
    base = [solution.cost for _, solution in first]
    return [
        _row(f"{visits} visits, the first plan", first, base),
        *(
            _row(
                f"{visits} visits, {engine} for {SECONDS:.0f} s",
                [_run(problem, engine, seconds=SECONDS) for problem in problems],
                base,
            )
            for engine in ("construct", "ortools")
        ),
    ]


def _run(problem: Problem, engine: str, **limits: Any) -> tuple[float, Solution]:
    took, solution = timed(lambda: solve(problem, engine=engine, seed=1, **limits))
    assert check(problem, solution) == ()
    return took, solution


def _row(name: str, runs: list[tuple[float, Solution]], base: list[int]) -> Row:
    seconds = [took for took, _ in runs]
    ratios = [
        solution.cost / cost for (_, solution), cost in zip(runs, base, strict=True)
    ]
    return name, middle(seconds, ".2f"), middle(ratios, ".3f")
