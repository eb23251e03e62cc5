"""Times across routes: crews and links raise starts until everything agrees.

Every constraint is a lower bound, so raising from below finds the earliest times.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from routing.engines.state.duty import BIG
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.timing import Timing, time_route

_ROUNDS: Final = 40
"""Visits to one route before a circle of raises is assumed."""


class Settling(NamedTuple):
    """The plan as it stands."""

    instance: Instance
    routes: Sequence[Nodes]
    route_of: Sequence[int]
    start_of: Sequence[int]


def settle(
    plan: Settling, changed: Mapping[int, Nodes], *, afresh: bool
) -> dict[int, Timing | None] | None:
    """Return the times of the `changed` routes and of all that they push.

    Nothing when a route has no times within its windows, hours and breaks.
    """
    if not plan.instance.couplings.coupled:
        return _alone(plan.instance, changed)
    return _Waves(plan, changed, afresh=afresh).run()


def _alone(
    instance: Instance, changed: Mapping[int, Nodes]
) -> dict[int, Timing | None] | None:
    timings: dict[int, Timing | None] = {}
    for shift, nodes in changed.items():
        timing = time_route(instance, shift, nodes) if nodes else None
        if nodes and timing is None:
            return None
        timings[shift] = timing
    return timings


class _Waves:
    def __init__(
        self, plan: Settling, changed: Mapping[int, Nodes], *, afresh: bool
    ) -> None:
        self.plan = plan
        self.changed = changed
        self.ties = plan.instance.couplings
        self.placed = {n: shift for shift, nodes in changed.items() for n in nodes}
        self.starts: dict[int, int] = {}
        self.timings: dict[int, Timing | None] = {}
        self.queue = deque(changed)
        self.forgotten = self._component() if afresh else frozenset[int]()
        self.queue.extend(self.forgotten - changed.keys())

    def run(self) -> dict[int, Timing | None] | None:
        rounds: dict[int, int] = {}
        waiting = set(self.queue)
        while self.queue:
            shift = self.queue.popleft()
            waiting.discard(shift)
            rounds[shift] = rounds.get(shift, 0) + 1
            if rounds[shift] > _ROUNDS or not self._time(shift):
                return None
            for other in self._pushed(shift):
                if other not in waiting:
                    waiting.add(other)
                    self.queue.append(other)
        return self.timings

    def _time(self, shift: int) -> bool:
        nodes = self._nodes(shift)
        if not nodes:
            self.timings[shift] = None
            return True
        floors = [self._floor(node) for node in nodes]
        timing = time_route(self.plan.instance, shift, nodes, floors)
        self.timings[shift] = timing
        if timing is not None:
            self.starts.update(zip(nodes, timing.starts, strict=True))
        return timing is not None

    def _floor(self, node: int) -> int:
        floor = -BIG
        for tie in self.ties.pulls[node]:
            start = self._start(tie.other)
            if start is not None:
                floor = max(floor, tie.floor(start))
        return floor

    def _pushed(self, shift: int) -> Iterable[int]:
        """Yield the routes that a start on `shift` now asks to start later."""
        for node in self._nodes(shift):
            for tie in self.ties.pushes[node]:
                start = self._start(tie.other)
                if start is not None and start < tie.floor(self.starts[node]):
                    yield self._shift(tie.other)

    def _nodes(self, shift: int) -> Nodes:
        return self.changed.get(shift, self.plan.routes[shift])

    def _shift(self, node: int) -> int:
        """Return the shift of `node` once the change is made, or -1."""
        if node in self.placed:
            return self.placed[node]
        shift = self.plan.route_of[node]
        return -1 if shift in self.changed else shift

    def _start(self, node: int) -> int | None:
        if node in self.starts:
            return self.starts[node]
        shift = self._shift(node)
        new = self.plan.route_of[node] < 0
        if shift < 0 or new or shift in self.forgotten:
            return None
        return self.plan.start_of[node]

    def _component(self) -> frozenset[int]:
        """Return the changed routes and all tied to them, directly or not."""
        found, open_shifts = set(self.changed), list(self.changed)
        while open_shifts:
            shift = open_shifts.pop()
            for node in (*self._nodes(shift), *self.plan.routes[shift]):
                for tie in (*self.ties.pulls[node], *self.ties.pushes[node]):
                    other = self._shift(tie.other)
                    if other >= 0 and other not in found:
                        found.add(other)
                        open_shifts.append(other)
        return frozenset(found)
