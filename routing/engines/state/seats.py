"""Which seat may sit on which shift, and what it costs beside the driving."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from routing.model import CrewSeat, Problem, Shift, Visit


def compatibility(
    problem: Problem,
    nodes: Sequence[tuple[int, int]],
    load: NDArray[np.int64],
    room: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return, per node and shift, whether skills, tags, lists, pins and load allow."""
    able: dict[Hashable, NDArray[np.bool_]] = {}
    fits = np.zeros((len(nodes), len(problem.shifts)), np.bool_)
    for node, (at, number) in enumerate(nodes):
        visit = problem.visits[at]
        seat = visit.seat(number)
        key = (frozenset(seat.skills.items()), seat.tags)
        if key not in able:
            able[key] = np.array([_able(seat, s) for s in problem.shifts], np.bool_)
        fits[node] = able[key]
        if _chooses(visit):
            fits[node] &= [_chosen(visit, number, s.id) for s in problem.shifts]
        fits[node] &= (room >= load[node]).all(axis=1)
    return fits


def preferences(
    problem: Problem, nodes: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """Return the price, per node and shift, of not being on a preferred shift."""
    extra = np.zeros((len(nodes), len(problem.shifts)), np.int64)
    for node, (at, _) in enumerate(nodes):
        wished = problem.visits[at].preferred_shifts
        if wished:
            missed = [shift.id not in wished for shift in problem.shifts]
            extra[node] = np.array(missed) * problem.policy.unpreferred
    return extra


def _able(seat: CrewSeat, shift: Shift) -> bool:
    skilled = all(
        shift.skills.get(name, -1) >= level for name, level in seat.skills.items()
    )
    return skilled and seat.tags <= shift.tags


def _chooses(visit: Visit) -> bool:
    pinned = visit.pin is not None and bool(visit.pin.shifts)
    return pinned or visit.allowed_shifts is not None or bool(visit.forbidden_shifts)


def _chosen(visit: Visit, seat: int, shift: str) -> bool:
    if visit.pin and visit.pin.shifts and visit.pin.shifts[seat] != shift:
        return False
    if visit.allowed_shifts is not None and shift not in visit.allowed_shifts:
        return False
    return shift not in visit.forbidden_shifts


def skill_blind(problem: Problem) -> Problem:
    """Return `problem` with no skill asked of anybody."""
    visits = tuple(
        replace(
            visit,
            skills={},
            crew=tuple(replace(seat, skills={}) for seat in visit.crew),
        )
        for visit in problem.visits
    )
    return replace(problem, visits=visits)
