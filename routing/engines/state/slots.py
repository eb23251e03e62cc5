"""Every place in every route as arrays: what an insertion would cost at least."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.engines.state.duty import BIG
from routing.engines.state.instance import Instance
from routing.engines.state.plan import Plan
from routing.engines.state.timing import Timing, latest_starts

Ints = NDArray[np.int64]
NO_PLACE: Final = 10**15
"""The cost of a place where the node cannot go."""


class Asked(NamedTuple):
    """What a node needs; scalars for one node, columns for several."""

    place: Ints
    duration: Ints
    opens: Ints
    closes: Ints
    due: Ints
    rate: Ints


class Offer(NamedTuple):
    """Cost, earliest and latest start of a node at each slot.

    The times are optimistic; the cost is near the exact one.
    """

    cost: Ints
    earliest: Ints
    latest: Ints


class Slots:
    """Slot `p` of a route lies before its visit `p`; the last one before its end.

    The numbers leave out breaks yet to come, couplings and lateness of others, so a
    place they refuse is impossible, and one they accept is still to be proven.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.instance = plan.instance
        self.shifts = len(plan.routes)
        self.width = 2
        self.profile = np.array([d.profile for d in self.instance.duties], np.int64)
        self.soft_end = np.array([d.soft_end for d in self.instance.duties], np.int64)
        self.end = np.zeros(self.shifts, np.int64)
        self._nodes = _node_arrays(self.instance)
        self._allocate(2)
        self.refresh(range(self.shifts))

    def _allocate(self, width: int) -> None:
        shape = (self.shifts, width)
        self.width = width
        self.before = np.zeros(shape, np.int64)
        self.after = np.zeros(shape, np.int64)
        self.leaves = np.full(shape, BIG, np.int64)
        self.latest = np.full(shape, -BIG, np.int64)
        self.leg = np.zeros(shape, np.int64)
        self.following = np.zeros(shape, np.int64)
        self.waits = np.zeros(shape, np.int64)

    def refresh(self, shifts: Sequence[int] | range) -> None:
        """Take over the routes of `shifts` from the plan."""
        longest = max((len(self.plan.routes[shift]) for shift in shifts), default=0)
        if longest + 1 > self.width:
            self._allocate(2 * longest + 2)
            shifts = range(self.shifts)
        for shift in shifts:
            self._write(shift)

    def _write(self, shift: int) -> None:
        duty, nodes = self.instance.duties[shift], self.plan.routes[shift]
        timing, count = self.plan.timings[shift], len(nodes)
        places = [self.instance.place[node] for node in nodes]
        stops = [duty.start_place, *places, duty.end_place]
        row = slice(0, count + 1)
        self.leaves[shift] = BIG
        self.before[shift, row] = stops[:-1]
        self.after[shift, row] = stops[1:]
        self.latest[shift, row] = latest_starts(self.instance, shift, nodes)
        if timing is None:
            self.leaves[shift, 0] = duty.start
            self.leg[shift, 0] = -self.instance.policy.shift_used
            self.following[shift, 0] = self.end[shift] = -BIG
            self.waits[shift, 0] = 0
            return
        self.leaves[shift, row] = timing.ready
        self.leg[shift, row] = [duty.leg_cost[a][b] for a, b in pairwise(stops)]
        self.following[shift, row] = [*timing.starts, timing.end]
        self.end[shift] = timing.end
        self.waits[shift, row] = self._waits(shift, timing)

    def _waits(self, shift: int, timing: Timing) -> list[int]:
        """Return the idle time from each stop on, which swallows a delay."""
        duty, nodes = self.instance.duties[shift], self.plan.routes[shift]
        waits = [0] * (len(nodes) + 1)
        for at in range(len(nodes) - 1, 0, -1):
            one, two = nodes[at - 1], nodes[at]
            drive = duty.seconds[self.instance.place[one]][self.instance.place[two]]
            left = timing.starts[at - 1] + self.instance.duration[one]
            waits[at - 1] = waits[at] + max(0, timing.starts[at] - left - drive)
        return waits

    def offer(self, node: int, rows: Ints, floor: int, ceiling: int) -> Offer:
        """Return what `node` finds in the routes `rows`, slot by slot."""
        return self._price(self._asked(node), rows[:, None], floor, ceiling)

    def least(self, nodes: Ints, shift: int) -> Ints:
        """Return the least cost of each of `nodes` in one route."""
        rows = np.full((len(nodes), 1), shift, np.int64)
        best: Ints = self._price(self._asked(nodes[:, None]), rows, -BIG, BIG).cost.min(
            axis=1
        )
        instance = self.instance
        best += instance.extra[nodes, shift]
        load = instance.load[nodes] + self.plan.used[shift]
        barred = (load > instance.room[shift]).any(axis=1)
        best[barred | ~instance.fits[nodes, shift]] = NO_PLACE
        return best

    def rows(self, node: int) -> Ints:
        """Return the routes where `node` may sit and its load still fits."""
        instance = self.instance
        room = (self.plan.used + instance.load[node] <= instance.room).all(axis=1)
        return np.flatnonzero(instance.fits[node] & room)

    def _asked(self, node: int | Ints) -> Asked:
        return Asked(*(values[node] for values in self._nodes))

    def _price(self, asked: Asked, rows: Ints, floor: int, ceiling: int) -> Offer:
        at, policy = rows[:, 0], self.instance.policy
        trip = self.profile[rows], self.before[at], asked.place
        onward = self.profile[rows], asked.place, self.after[at]
        to, back = self.instance.seconds[trip], self.instance.seconds[onward]
        start = _opening(asked, np.maximum(self.leaves[at] + to, floor))
        done = start + asked.duration
        upper = self.latest[at] - back - asked.duration
        push = np.maximum(0, done + back - self.following[at])
        end, soft_end = self.end[rows], self.soft_end[rows]
        new_end = end + np.maximum(0, push - self.waits[at])
        cost = self.instance.leg_cost[trip] + self.instance.leg_cost[onward]
        cost = cost - self.leg[at] + asked.rate * np.maximum(0, done - asked.due)
        over = np.maximum(0, new_end - soft_end) - np.maximum(0, end - soft_end)
        cost += policy.overtime_second * over
        if policy.work_second:
            alone = done + back - start + to
            cost += policy.work_second * np.where(end < 0, alone, new_end - end)
        cost[(start > upper) | (start > ceiling)] = NO_PLACE
        return Offer(cost, start, np.minimum(upper, ceiling))


def _opening(asked: Asked, ready: Ints) -> Ints:
    """Return the first start in a window, from the last window to the first."""
    start = np.full(ready.shape, BIG, np.int64)
    for at in range(asked.opens.shape[-1] - 1, -1, -1):
        opens, closes = asked.opens[..., at], asked.closes[..., at]
        start = np.where(ready <= closes, np.maximum(ready, opens), start)
    return start


def _node_arrays(instance: Instance) -> tuple[Ints, ...]:
    """Return place, duration, windows (padded with closed ones) and due, by node."""
    most = max((len(each) for each in instance.windows), default=1)
    shape = (instance.size, max(1, most))
    opens, closes = np.full(shape, -BIG, np.int64), np.full(shape, -BIG, np.int64)
    for node, windows in enumerate(instance.windows):
        for at, (first, last) in enumerate(windows):
            opens[node, at], closes[node, at] = first, last
    due = np.array(instance.due, np.int64).reshape(-1, 2)
    place, duration = (
        np.array(each, np.int64) for each in (instance.place, instance.duration)
    )
    return place, duration, opens, closes, due[:, 0], due[:, 1]
