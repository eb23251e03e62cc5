"""Where one visit could go in a plan, cheapest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from routing.engines.construct.insertion import places_of
from routing.engines.state.instance import Instance, compile_problem
from routing.engines.state.plan import Change, Plan
from routing.engines.state.report import resume
from routing.engines.state.slots import Slots
from routing.errors import RoutingError, UnknownVisitError
from routing.model import Problem, Solution

_SPARE: Final = 8
"""Places proven for each asked, as the least costs only nearly order them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one seat of the visit would be."""

    shift: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """A proven place, one seat after the other, and what it adds to the cost.

    ``cost`` leaves out the penalty that planning the visit spares.
    """

    cost: int
    seats: tuple[Seat, ...]


def rank_insertions(
    problem: Problem, solution: Solution, visit: str, *, limit: int = 10
) -> tuple[Insertion, ...]:
    """Return the best place of `visit` on each shift, cheapest first.

    Parameters
    ----------
    problem, solution
        A problem without faults and a solution that passes `check`. When `visit` is
        planned it is taken out first, so its present place is among the answers.
    limit
        How many answers at most.

    Raises
    ------
    UnknownVisitError
        When the problem has no such visit.
    RoutingError
        When the routes cannot be timed as they stand.
    """
    instance = compile_problem(problem)
    if visit not in instance.visit_index:
        raise UnknownVisitError(f"There is no visit {visit!r}.")
    index = instance.visit_index[visit]
    plan = resume(instance, solution)
    if plan is None:
        raise RoutingError("The routes of the solution cannot be timed.")
    if plan.planned(index):
        taken_out = plan.removed([index])
        if taken_out is not None:
            plan.apply(taken_out)
    found = list(islice(_insertions(plan, index), limit * _SPARE))
    return _best_of_each(found)[:limit]


def _insertions(plan: Plan, visit: int) -> Iterator[Insertion]:
    for _, places in places_of(plan, Slots(plan), visit):
        change = plan.inserted(visit, places)
        if change is not None:
            yield _insertion(plan.instance, visit, places, change)


def _insertion(
    instance: Instance, visit: int, places: tuple[tuple[int, int], ...], change: Change
) -> Insertion:
    seats = []
    for node, (shift, _) in zip(instance.visit_nodes[visit], places, strict=True):
        timing, nodes = change.timings[shift], change.routes[shift]
        at = nodes.index(node)
        start = timing.starts[at] if timing else 0
        name = instance.problem.shifts[shift].id
        seats.append(Seat(name, at, start, start + instance.duration[node]))
    return Insertion(change.cost + instance.penalty[visit], tuple(seats))


def _best_of_each(found: list[Insertion]) -> tuple[Insertion, ...]:
    """Return the cheapest for each choice of shifts."""
    best: dict[tuple[str, ...], Insertion] = {}
    for each in sorted(found, key=lambda each: each.cost):
        best.setdefault(tuple(seat.shift for seat in each.seats), each)
    return tuple(best.values())
