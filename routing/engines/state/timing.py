"""The times of one route: exact for its sequence, breaks placed best."""

from collections.abc import Sequence
from typing import NamedTuple

from routing.engines.state.duty import BIG, Duty
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.sweep import Sweep


class Timing(NamedTuple):
    """When things happen on a route, and what the route costs.

    `states` says how many breaks are over at each stop, and at the end.
    `ready` is the earliest departure from each place, whichever breaks are over.
    """

    starts: tuple[int, ...]
    states: tuple[int, ...]
    ready: tuple[int, ...]
    departure: int
    end: int
    rests: tuple[tuple[int, int], ...]
    cost: int


def latest_starts(instance: Instance, shift: int, nodes: Nodes) -> list[int]:
    """Return the latest start of each stop and the latest end, breaks left out."""
    duty = instance.duties[shift]
    latest, after = [duty.hard_end], duty.end_place
    for node in reversed(nodes):
        here = instance.place[node]
        bound = latest[-1] - duty.seconds[here][after] - instance.duration[node]
        latest.append(closing(instance.windows[node], bound))
        after = here
    return latest[::-1]


def closing(windows: Sequence[tuple[int, int]], bound: int) -> int:
    """Return the last start not after `bound`; `-BIG` when every window is later."""
    for opens, closes in reversed(windows):
        if opens <= bound:
            return min(bound, closes)
    return -BIG


def time_route(
    instance: Instance, shift: int, nodes: Nodes, floors: Sequence[int] | None = None
) -> Timing | None:
    """Return the earliest times of `nodes` on `shift`, or nothing if there are none.

    `floors` are the starts that couplings ask for at least, by position.
    """
    duty = instance.duties[shift]
    sweep, here = Sweep(duty), duty.start_place
    for position, node in enumerate(nodes):
        there = instance.place[node]
        floor = floors[position] if floors else -BIG
        if instance.promised:
            floor = max(floor, instance.promised.get((node, shift), -BIG))
        served = sweep.serve(
            duty.seconds[here][there],
            floor,
            instance.windows[node],
            instance.duration[node],
        )
        if not served:
            return None
        here = there
    end, state = sweep.finish(duty.seconds[here][duty.end_place])
    if end > sweep.latest:
        return None
    states = tuple(sweep.trace(state))
    starts = tuple(
        times[states[position + 1]] for position, times in enumerate(sweep.starts)
    )
    rests = _rests(instance, duty, nodes, starts, states)
    departure = _departure(instance, duty, nodes[0], starts[0], rests)
    timing = Timing(starts, states, tuple(sweep.ready), departure, end, rests, 0)
    return timing._replace(cost=route_cost(instance, shift, nodes, timing))


def _rests(
    instance: Instance,
    duty: Duty,
    nodes: Nodes,
    starts: tuple[int, ...],
    states: tuple[int, ...],
) -> tuple[tuple[int, int], ...]:
    """Return the breaks as `advance` takes them, in order."""
    rests: list[tuple[int, int]] = []
    for gap in range(len(nodes) + 1):
        taken = duty.breaks[states[gap] : states[gap + 1]]
        if taken:
            before = gap - 1
            leaves = duty.start
            if gap:
                leaves = starts[before] + instance.duration[nodes[before]]
            for earliest, _, length in taken:
                begins = max(leaves, earliest)
                leaves = begins + length
                rests.append((begins, leaves))
    return tuple(rests)


def _departure(
    instance: Instance,
    duty: Duty,
    node: int,
    start: int,
    rests: tuple[tuple[int, int], ...],
) -> int:
    """Return the latest departure that still makes the first start.

    Breaks before the first start come before departure when there is time for the
    whole drive after them, and pause it otherwise.
    """
    drive = duty.seconds[duty.start_place][instance.place[node]]
    early = [rest for rest in rests if rest[1] <= start]
    if not early or early[-1][1] <= start - drive:
        return start - drive
    paused = sum(until - since for since, until in early)
    return max(duty.start, min(early[0][0], start - drive - paused))


def route_cost(instance: Instance, shift: int, nodes: Nodes, timing: Timing) -> int:
    """Return what a route costs, apart from disruption."""
    duty, policy = instance.duties[shift], instance.policy
    here, cost, driven = duty.start_place, policy.shift_used, 0
    for node, start in zip(nodes, timing.starts, strict=True):
        there = instance.place[node]
        cost += duty.leg_cost[here][there] + int(instance.extra[node, shift])
        driven += duty.seconds[here][there]
        due, rate = instance.due[node]
        if rate:
            cost += rate * max(0, start + instance.duration[node] - due)
        here = there
    cost += duty.leg_cost[here][duty.end_place]
    driven += duty.seconds[here][duty.end_place]
    cost += policy.overtime_second * max(0, timing.end - duty.soft_end)
    cost += policy.work_second * (timing.end - timing.departure)
    if policy.waiting_second:
        cost += policy.waiting_second * idle(instance, nodes, timing, driven)
    return cost


def idle(instance: Instance, nodes: Nodes, timing: Timing, driven: int) -> int:
    """Return the seconds that are neither work, driving nor rest."""
    busy = driven + sum(instance.duration[node] for node in nodes)
    rested = sum(
        max(0, until - max(since, timing.departure)) for since, until in timing.rests
    )
    return timing.end - timing.departure - busy - rested
