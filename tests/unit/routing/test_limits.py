"""Limits, cancellation and progress."""

from dataclasses import replace

import pytest

from routing import DocumentError, Progress, check, solve
from routing.bench.generate import Family, generate
from routing.engines.registry import ENGINES
from routing.errors import UnknownEngineError
from routing.model import Problem, StoppedBy
from tests.unit.routing.small import problem, shift

BUSY = Family(visits=60, crews=0.2, linked=0.2, dated=0.2)


class Patience:
    """Says stop at the asking of a given number."""

    def __init__(self, askings: int) -> None:
        self.left = askings

    def over(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("askings", [0, 5, 70, 150])
def test_cancelled_whenever_the_best_so_far_is_right(engine: str, askings: int) -> None:
    asked = generate(BUSY, seed=1)
    patience = Patience(askings)
    solution = solve(asked, engine=engine, seconds=60, cancelled=patience.over)
    assert solution.stopped_by is StoppedBy.CANCELLED
    assert check(asked, solution) == ()
    assert all(each.reasons for each in solution.unassigned)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_no_time_at_all_is_kept(engine: str) -> None:
    asked = generate(BUSY, seed=2)
    solution = solve(asked, engine=engine, seconds=0)
    assert solution.stopped_by is StoppedBy.TIME
    assert check(asked, solution) == ()


def test_more_rounds_never_cost_more() -> None:
    asked = generate(Family(visits=30, crews=0.1, linked=0.1), seed=3)
    costs = [
        solve(asked, engine="construct", iterations=count, seed=1).cost
        for count in (0, 20)
    ]
    assert costs[1] <= costs[0]


def test_progress_tells_the_best_so_far() -> None:
    events: list[Progress] = []
    asked = generate(Family(visits=20), seed=4)
    solution = solve(asked, engine="construct", iterations=9, progress=events.append)
    assert events[-1].cost == solution.cost
    assert events[-1].iterations == 9
    assert [e.cost for e in events] == sorted((e.cost for e in events), reverse=True)


def test_auto_says_what_it_chose_and_why() -> None:
    small, large = generate(Family(visits=12), 5), generate(Family(visits=70), 5)
    quick = solve(small, seconds=0.1)
    assert quick.notes[0].endswith("no ortools, as the time is short")
    counted = solve(small, iterations=1)
    assert counted.notes[0].endswith("no ortools, as the iterations are counted")
    assert "seats are more than" in solve(large, seconds=0.1).notes[0]
    both = solve(small, seconds=3.2)
    assert both.engine == "auto/construct+ortools"
    assert both.notes[-1].startswith("ortools saved")


def test_ortools_says_what_it_left_in_place() -> None:
    asked = generate(Family(visits=20, crews=1.0, visits_per_shift=2), seed=1)
    solution = solve(asked, engine="ortools", iterations=300)
    assert check(asked, solution) == ()
    assert "in place" in solution.notes[0]


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize(
    "asked",
    [
        problem(visits=[]),
        problem(shifts=[]),
        problem(visits=[], shifts=[], locations=[], travel=[]),
    ],
    ids=["no visits", "no shifts", "nothing"],
)
def test_an_empty_problem_is_solved(engine: str, asked: Problem) -> None:
    solution = solve(asked, engine=engine, seconds=3)
    assert solution.routes == ()
    assert check(asked, solution) == ()


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(UnknownEngineError, match="auto, construct, ortools"):
        solve(problem(), engine="magic")


def test_a_faulty_problem_is_refused_with_its_faults() -> None:
    asked = problem(shifts=[shift()])
    with pytest.raises(DocumentError) as refused:
        solve(replace(asked, travel=()))
    assert [fault.code for fault in refused.value.faults] == ["unknown_profile"]
