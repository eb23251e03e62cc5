"""Which visits to take out together."""

from random import Random
from typing import Final

import numpy as np

from routing.engines.state.plan import Plan

_MOST: Final = 9
_NEAR: Final = 40
_WHOLE_ROUTE: Final = 0.12
_TAKEN: Final = 0.7
"""The chance of each neighbour to be taken out, so that no two rounds are alike."""


class Ruin:
    """Neighbours of a visit, or a whole route; never what is pinned."""

    def __init__(self, plan: Plan, random: Random) -> None:
        self._plan, self._random = plan, random
        instance = plan.instance
        self._loose = [v for v, visit in enumerate(instance.visits) if not visit.pin]
        self._near = _neighbours(plan)

    def choose(self) -> list[int]:
        """Return planned visits to remove, with all that must come after them."""
        if not self._loose:
            return []
        seed = self._random.choice(self._loose)
        if self._random.random() < _WHOLE_ROUTE and self._plan.planned(seed):
            chosen = self._route_of(seed)
        else:
            chosen = self._around(seed)
        return self.in_sequence(list(self._with_followers(chosen)))

    def in_sequence(self, visits: list[int]) -> list[int]:
        """Return `visits` with each after those that must come before it."""
        before = self._plan.instance.couplings.before
        wanted, ordered = dict.fromkeys(visits), dict[int, None]()

        def place(visit: int) -> None:
            for earlier in before[visit]:
                if earlier in wanted and earlier not in ordered:
                    place(earlier)
            ordered.setdefault(visit)

        for visit in visits:
            place(visit)
        return list(ordered)

    def _route_of(self, visit: int) -> list[int]:
        instance = self._plan.instance
        shift = self._random.choice(self._plan.shifts_of(visit))
        nodes = self._plan.routes[shift]
        return list(dict.fromkeys(instance.visit_of[node] for node in nodes))

    def _around(self, seed: int) -> list[int]:
        """Return about as many planned visits near `seed` as chance says."""
        count = self._random.randint(1, _MOST)
        chosen = [seed] if self._plan.planned(seed) else []
        for other in self._near[seed]:
            if len(chosen) >= count:
                break
            if self._plan.planned(other) and self._random.random() < _TAKEN:
                chosen.append(other)
        return chosen

    def _with_followers(self, visits: list[int]) -> dict[int, None]:
        instance = self._plan.instance
        found, queue = dict[int, None](), list(visits)
        while queue:
            visit = queue.pop()
            free = not instance.visits[visit].pin and self._plan.planned(visit)
            if free and visit not in found:
                found[visit] = None
                queue.extend(instance.couplings.after[visit])
        return found


def _neighbours(plan: Plan) -> list[list[int]]:
    """Return, by visit, the other visits that are quickest to reach."""
    instance = plan.instance
    places = np.array(
        [instance.place[nodes[0]] for nodes in instance.visit_nodes], np.int64
    )
    if not len(places):
        return []
    profile = instance.duties[0].profile if instance.duties else 0
    away = instance.seconds[profile][np.ix_(places, places)]
    np.fill_diagonal(away, -1)
    count = min(_NEAR + 1, len(places))
    nearest = np.argsort(away, axis=1, kind="stable")[:, 1:count]
    return [row.tolist() for row in nearest]
