"""Take some visits out and put them in again, while there is time."""

from math import log
from random import Random
from typing import Final

import numpy as np

from routing.engines.base import Control
from routing.engines.construct.build import accept, insert
from routing.engines.construct.ruin import Ruin
from routing.engines.state.plan import Plan, Snapshot
from routing.engines.state.slots import Slots
from routing.model import StoppedBy

_WARMTH: Final = 0.3
"""The first temperature, in mean legs; it falls to a fiftieth."""

_BY_PENALTY: Final = 0.4
_BY_LENGTH: Final = 0.3
"""Shares of rounds that insert in this order; the others do so at random."""

_EXTRA: Final = 4
"""Visits left out that are tried again in each round."""


def polish(plan: Plan, slots: Slots, control: Control) -> StoppedBy:
    """Improve `plan` until `control` says stop; it ends as the best plan seen."""
    if not plan.instance.visits or not plan.instance.duties:
        return StoppedBy.FINISHED
    search = _Polish(plan, slots, control)
    why = control.stop()
    while why is None:
        search.round()
        control.iterations += 1
        control.tell(search.best.cost, search.best_unassigned)
        why = control.stop()
    search.return_to_best()
    control.tell(plan.cost, search.best_unassigned, now=True)
    return why


class _Polish:
    def __init__(self, plan: Plan, slots: Slots, control: Control) -> None:
        self.plan, self.slots, self.control = plan, slots, control
        self.random = Random(control.seed)  # noqa: S311 - a search, not a secret
        self.ruin = Ruin(plan, self.random)
        self.best = plan.snapshot()
        self.best_unassigned = len(plan.unassigned())
        self.heat = _WARMTH * _mean_leg(plan)

    def round(self) -> None:
        before = self.plan.snapshot()
        removed = self.ruin.choose()
        change = self.plan.removed(removed)
        if change is None:
            return
        accept(self.plan, self.slots, change)
        for visit in self._order(removed):
            insert(self.plan, self.slots, visit)
        if not self._keep(before.cost):
            self._back_to(before)
        elif self.plan.cost < self.best.cost:
            self.best = self.plan.snapshot()
            self.best_unassigned = len(self.plan.unassigned())

    def return_to_best(self) -> None:
        self._back_to(self.best)

    def _keep(self, before: int) -> bool:
        heat = self.heat * 0.02 ** self.control.share()
        worse: float = -heat * log(1.0 - self.random.random())
        return self.plan.cost < before + worse

    def _back_to(self, snapshot: Snapshot) -> None:
        self.slots.refresh(self.plan.restore(snapshot))

    def _order(self, removed: list[int]) -> list[int]:
        """Return what to insert, some of the unassigned included, in a random manner.

        A visit that others wait for comes before them.
        """
        instance, random = self.plan.instance, self.random
        out = [v for v in self.plan.unassigned() if v not in set(removed)]
        pool = removed + random.sample(out, min(_EXTRA, len(out)))
        manner = random.random()
        if manner < _BY_PENALTY:
            pool.sort(key=lambda visit: (-instance.penalty[visit], random.random()))
        elif manner < _BY_PENALTY + _BY_LENGTH:
            pool.sort(key=lambda v: -instance.duration[instance.visit_nodes[v][0]])
        else:
            random.shuffle(pool)
        return self.ruin.in_sequence(pool)


def _mean_leg(plan: Plan) -> float:
    travel = plan.instance.leg_cost
    usual = travel[(travel > 0) & (travel < np.median(travel) * 20 + 1)]
    return float(usual.mean()) if usual.size else 1.0
