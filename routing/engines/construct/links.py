"""What the links of a visit leave open, given what is planned already."""

from typing import NamedTuple

from routing.engines.state.duty import BIG
from routing.engines.state.plan import Plan
from routing.model.units import DAY


class Bounds(NamedTuple):
    """Starts from `floor` to `ceiling`, by nobody `barred`, by `only` if given."""

    floor: int = -BIG
    ceiling: int = BIG
    barred: frozenset[int] = frozenset()
    only: int | None = None

    def allows(self, technician: int) -> bool:
        if technician in self.barred:
            return False
        return self.only is None or technician == self.only


def link_bounds(plan: Plan, visit: int) -> Bounds | None:
    """Return the bounds on `visit`, or nothing when it cannot be planned yet.

    A visit waits until all that must come before it is planned. The ceiling holds
    for days alone: a longest lag can still be met by moving the first visit.
    """
    couplings = plan.instance.couplings
    if visit not in couplings.coupled:
        return Bounds()
    if not all(plan.planned(before) for before in couplings.before[visit]):
        return None
    only = {
        _people(plan, other)[0]
        for other in couplings.same_person[visit]
        if plan.planned(other)
    }
    if len(only) > 1:
        return None
    barred = frozenset(
        person
        for other in couplings.other_person[visit]
        if plan.planned(other)
        for person in _people(plan, other)
    )
    floor, ceiling = _times(plan, visit)
    return Bounds(floor, ceiling, barred, next(iter(only), None))


def _times(plan: Plan, visit: int) -> tuple[int, int]:
    floor, ceiling = -BIG, BIG
    node = plan.instance.visit_nodes[visit][0]
    for tie in plan.instance.couplings.pulls[node]:
        if plan.route_of[tie.other] >= 0:
            start = plan.start_of[tie.other]
            floor = max(floor, tie.floor(start))
            if tie.by_day:
                ceiling = min(ceiling, tie.floor(start) + DAY - 1)
    return floor, ceiling


def _people(plan: Plan, visit: int) -> list[int]:
    duties = plan.instance.duties
    return [duties[shift].technician for shift in plan.shifts_of(visit)]
