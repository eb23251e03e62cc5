"""A problem compiled for engines: numbers by index instead of names."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.engines.state.coupling import Couplings, couple
from routing.engines.state.duty import BIG, Duty
from routing.engines.state.seats import compatibility, preferences
from routing.engines.state.sweep import fits_alone
from routing.model import Policy, Problem, Shift, Visit
from routing.travel import Legs, legs

Nodes = tuple[int, ...]


@dataclass(slots=True)
class Instance:
    """Seats of visits are nodes; the seats of one visit follow each other."""

    problem: Problem
    policy: Policy
    duties: list[Duty]
    visits: tuple[Visit, ...]
    visit_nodes: list[Nodes]
    visit_of: list[int]
    seat_of: list[int]
    place: list[int]
    duration: list[int]
    windows: list[tuple[tuple[int, int], ...]]
    due: list[tuple[int, int]]
    penalty: list[int]
    load: NDArray[np.int64]
    room: NDArray[np.int64]
    fits: NDArray[np.bool_]
    extra: NDArray[np.int64]
    seconds: NDArray[np.int64]
    leg_cost: NDArray[np.int64]
    couplings: Couplings
    shift_index: Mapping[str, int]
    visit_index: Mapping[str, int]
    committed: frozenset[int]
    promised: Mapping[tuple[int, int], int]
    position: list[int | None]
    legs: Mapping[str, Legs]

    @property
    def size(self) -> int:
        """Return the number of nodes."""
        return len(self.visit_of)


def compile_problem(problem: Problem) -> Instance:
    """Return `problem` by index."""
    known = legs(problem)
    nodes = [
        (v, s) for v, each in enumerate(problem.visits) for s in range(len(each.crew))
    ]
    places = {place.id: at for at, place in enumerate(problem.locations)}
    seconds, leg_cost = _matrices(problem, known)
    duties = _duties(problem, places, seconds, leg_cost)
    visit_nodes: list[list[int]] = [[] for _ in problem.visits]
    for node, (visit, _) in enumerate(nodes):
        visit_nodes[visit].append(node)
    shift_index = {shift.id: at for at, shift in enumerate(problem.shifts)}
    at_visit = [problem.visits[visit] for visit, _ in nodes]
    load, room = _loads(problem, nodes)
    visit_index = {visit.id: at for at, visit in enumerate(problem.visits)}
    return Instance(
        problem=problem,
        policy=problem.policy,
        duties=duties,
        visits=problem.visits,
        visit_nodes=[tuple(each) for each in visit_nodes],
        visit_of=[visit for visit, _ in nodes],
        seat_of=[seat for _, seat in nodes],
        place=[places[visit.location] for visit in at_visit],
        duration=[visit.duration for visit in at_visit],
        windows=[start_windows(visit) for visit in at_visit],
        due=[_due(problem.visits[visit], seat) for visit, seat in nodes],
        penalty=[problem.policy.penalty(visit) for visit in problem.visits],
        load=load,
        room=room,
        fits=compatibility(problem, nodes, load, room),
        extra=preferences(problem, nodes),
        seconds=seconds,
        leg_cost=leg_cost,
        couplings=couple(problem, visit_nodes, visit_index),
        shift_index=shift_index,
        visit_index=visit_index,
        committed=frozenset(
            at for at, visit in enumerate(problem.visits) if visit.committed
        ),
        promised={
            (node, shift): floor
            for visit, nodes in zip(problem.visits, visit_nodes, strict=True)
            for shift, floor in _promised(
                problem, visit, places[visit.location], duties, shift_index
            )
            for node in nodes
        },
        legs=known,
        position=[visit.pin.position if visit.pin else None for visit in at_visit],
    )


def start_windows(visit: Visit) -> tuple[tuple[int, int], ...]:
    """Return when `visit` may start, in order; nothing when its pin is outside."""
    windows = sorted((w.opens, w.closes) for w in visit.windows) or [(-BIG, BIG)]
    pinned = visit.pin.start if visit.pin else None
    if pinned is None:
        return tuple(windows)
    inside = any(opens <= pinned <= closes for opens, closes in windows)
    return ((pinned, pinned),) if inside else ()


def _promised(
    problem: Problem,
    visit: Visit,
    place: int,
    duties: list[Duty],
    shift_index: Mapping[str, int],
) -> list[tuple[int, int]]:
    """Return the starts before which a visit does not go where it was committed.

    Coming early disrupts as well, so a route waits for a committed start; where a
    shift cannot hold the visit so late, coming early is the lesser move.
    """
    kept, windows = visit.committed, start_windows(visit)
    if kept is None or kept.start is None:
        return []
    floor = kept.start - problem.policy.disruption.tolerance
    shifts = [shift_index[name] for name in kept.shifts]
    if all(
        fits_alone(duties[shift], place, floor, windows, visit.duration)
        for shift in shifts
    ):
        return [(shift, floor) for shift in shifts]
    return []


def _due(visit: Visit, seat: int) -> tuple[int, int]:
    if visit.due is None or seat > 0:
        return BIG, 0
    return visit.due.time, visit.due.cost_per_second


def _matrices(
    problem: Problem, known: Mapping[str, Legs]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Stack the profiles, with one more place that costs nothing to reach."""
    size, policy = len(problem.locations), problem.policy
    shape = (len(problem.travel), size + 1, size + 1)
    seconds, cost = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for at, spec in enumerate(problem.travel):
        given = known[spec.profile]
        seconds[at, :size, :size] = given.seconds
        cost[at, :size, :size] = (
            policy.travel_second * given.seconds
            + (policy.travel_kilometre * given.metres + 500) // 1000
        )
    return seconds, cost


def _duties(
    problem: Problem,
    places: Mapping[str, int],
    seconds: NDArray[np.int64],
    leg_cost: NDArray[np.int64],
) -> list[Duty]:
    people: dict[str, int] = {}
    profiles = {spec.profile: at for at, spec in enumerate(problem.travel)}
    used = {profiles[shift.profile] for shift in problem.shifts}
    rows = {at: (seconds[at].tolist(), leg_cost[at].tolist()) for at in used}

    def duty(shift: Shift) -> Duty:
        profile, end = profiles[shift.profile], shift.end
        home = len(problem.locations) if end.location is None else places[end.location]
        return Duty(
            start_place=places[shift.start.location],
            end_place=home,
            start=shift.start.time,
            soft_end=end.time,
            hard_end=end.latest,
            breaks=tuple((b.earliest, b.latest_end, b.duration) for b in shift.breaks),
            technician=people.setdefault(shift.technician, len(people)),
            profile=profile,
            capacity=shift.capacity,
            seconds=rows[profile][0],
            leg_cost=rows[profile][1],
        )

    return [duty(shift) for shift in problem.shifts]


def _loads(
    problem: Problem, nodes: list[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the load of each node and the room of each shift, by dimension."""
    sizes = [len(v.load) for v in problem.visits] + [
        len(s.capacity) for s in problem.shifts
    ]
    width = max(sizes, default=0)
    load = np.zeros((len(nodes), width), np.int64)
    for node, (visit, seat) in enumerate(nodes):
        if seat == 0 and problem.visits[visit].load:
            load[node] = problem.visits[visit].load
    room = np.full((len(problem.shifts), width), BIG, np.int64)
    for at, shift in enumerate(problem.shifts):
        if shift.capacity:
            room[at] = shift.capacity
    return load, room
