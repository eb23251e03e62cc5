"""Routes with their times and cost, changed only by whole, proven steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from routing.engines.state.disruption import moved_visits
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.settle import Settling, settle
from routing.engines.state.timing import Timing


@dataclass(frozen=True, slots=True)
class Change:
    """New routes whose times are known to fit, and what they change in cost."""

    routes: Mapping[int, Nodes]
    timings: Mapping[int, Timing | None]
    moved: frozenset[int]
    cost: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan to come back to. Routes and timings are shared: nobody alters them."""

    routes: tuple[Nodes, ...]
    timings: tuple[Timing | None, ...]
    moved: frozenset[int]
    cost: int


class Plan:
    """The state of a search: `cost` is always that of what is planned right now."""

    def __init__(self, instance: Instance) -> None:
        shifts = len(instance.duties)
        self.instance = instance
        self.routes: list[Nodes] = [()] * shifts
        self.timings: list[Timing | None] = [None] * shifts
        self.route_of = [-1] * instance.size
        self.start_of = [0] * instance.size
        self.used = instance.room * 0
        self.heads = np.zeros(shifts, np.int64)
        self.moved: frozenset[int] = frozenset()
        self.cost = sum(instance.penalty)

    def planned(self, visit: int) -> bool:
        return self.route_of[self.instance.visit_nodes[visit][0]] >= 0

    def shifts_of(self, visit: int) -> tuple[int, ...]:
        return tuple(self.route_of[node] for node in self.instance.visit_nodes[visit])

    def unassigned(self) -> list[int]:
        """Return the visits left out, by index."""
        return [v for v in range(len(self.instance.visits)) if not self.planned(v)]

    def inserted(self, visit: int, places: Iterable[tuple[int, int]]) -> Change | None:
        """Return the change that puts the seats of `visit` at (shift, position)."""
        routes: dict[int, Nodes] = {}
        for node, (shift, at) in zip(
            self.instance.visit_nodes[visit], places, strict=True
        ):
            nodes = routes.get(shift, self.routes[shift])
            routes[shift] = (*nodes[:at], node, *nodes[at:])
        return self.change(routes, gains=-self.instance.penalty[visit])

    def removed(self, visits: Iterable[int]) -> Change | None:
        """Return the change that takes `visits` out; they must be planned."""
        gone = set[int]()
        lost = 0
        for visit in visits:
            gone.update(self.instance.visit_nodes[visit])
            lost += self.instance.penalty[visit]
        touched = {self.route_of[node] for node in gone}
        routes = {
            shift: tuple(node for node in self.routes[shift] if node not in gone)
            for shift in touched
        }
        return self.change(routes, gains=lost, afresh=True)

    def change(
        self, routes: Mapping[int, Nodes], *, gains: int = 0, afresh: bool = False
    ) -> Change | None:
        """Return the change to `routes`, or nothing when the times do not work out.

        `gains` is what the penalties change by. With `afresh`, coupled routes forget
        their times first: needed whenever something is taken out.
        """
        timings = settle(self._settling(), routes, afresh=afresh)
        if timings is None:
            return None
        cost = gains + sum(
            (new.cost if new else 0) - (old.cost if old else 0)
            for shift, new in timings.items()
            for old in (self.timings[shift],)
        )
        moved = self.moved
        if self.instance.committed:
            moved = moved_visits(self, routes, timings)
            budget = self.instance.policy.disruption.budget
            if budget is not None and len(moved) > max(budget, len(self.moved)):
                return None
            price = self.instance.policy.disruption.price
            cost += price * (len(moved) - len(self.moved))
        return Change(routes, timings, moved, cost)

    def apply(self, change: Change) -> None:
        for shift, nodes in change.routes.items():
            for node in self.routes[shift]:
                if self.route_of[node] == shift:
                    self.route_of[node] = -1
            self.used[shift] = self.instance.load[list(nodes)].sum(axis=0)
            self.heads[shift] = sum(
                self.instance.position[n] is not None for n in nodes
            )
        for shift, nodes in change.routes.items():
            self.routes[shift] = nodes
            for node in nodes:
                self.route_of[node] = shift
        for shift, timing in change.timings.items():
            self._retime(shift, timing)
        self.moved = change.moved
        self.cost += change.cost

    def snapshot(self) -> Snapshot:
        return Snapshot(tuple(self.routes), tuple(self.timings), self.moved, self.cost)

    def restore(self, snapshot: Snapshot) -> list[int]:
        """Go back to `snapshot`; return the shifts that differed."""
        differing = [
            shift
            for shift, timing in enumerate(snapshot.timings)
            if timing is not self.timings[shift]
        ]
        routes = {shift: snapshot.routes[shift] for shift in differing}
        timings = {shift: snapshot.timings[shift] for shift in differing}
        self.apply(Change(routes, timings, snapshot.moved, snapshot.cost - self.cost))
        return differing

    def under(self, instance: Instance) -> "Plan":
        """Return the same plan under looser rules than its own."""
        other = Plan(instance)
        timings = dict(enumerate(self.timings))
        routes = dict(enumerate(self.routes))
        cost = self.cost - other.cost
        other.apply(Change(routes, timings, self.moved, cost))
        return other

    def _retime(self, shift: int, timing: Timing | None) -> None:
        self.timings[shift] = timing
        if timing is not None:
            for node, start in zip(self.routes[shift], timing.starts, strict=True):
                self.start_of[node] = start

    def _settling(self) -> Settling:
        return Settling(self.instance, self.routes, self.route_of, self.start_of)
