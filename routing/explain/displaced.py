"""What it would cost to let a visit take the place of another."""

from collections.abc import Iterator, Sequence
from typing import Final

from routing.engines.state.plan import Plan
from routing.engines.state.timing import time_route
from routing.explain.codes import Code
from routing.explain.crowded import with_shortest_detour
from routing.model import Reason

_MOST_SHIFTS: Final = 12


def displaced(plan: Plan, visit: int, shifts: Sequence[int]) -> Reason | None:
    """Return the cheapest exchange with one planned visit, when there is one.

    Visits that are tied to others or pinned give way to nobody.
    """
    if visit in plan.instance.couplings.coupled:
        return None
    swaps = [
        swap for shift in shifts[:_MOST_SHIFTS] for swap in _swaps(plan, visit, shift)
    ]
    if not swaps:
        return None
    cost, shift, other = min(swaps)
    name = plan.instance.visits[other].id
    where = plan.instance.problem.shifts[shift].id
    if cost < 0:
        detail = f"taking the place of {name} would save {-cost}; it was not tried"
        return Reason(Code.NOT_TRIED.value, detail, (where,), cost)
    detail = f"it fits if {name} gives way, which costs {cost} more in all"
    return Reason(Code.DISPLACED.value, detail, (where,), cost)


def _swaps(plan: Plan, visit: int, shift: int) -> Iterator[tuple[int, int, int]]:
    """Yield (cost, shift, visit that gives way)."""
    instance, timing = plan.instance, plan.timings[shift]
    node = instance.visit_nodes[visit][0]
    for other_node in plan.routes[shift]:
        other = instance.visit_of[other_node]
        fixed = instance.visits[other].pin or other in instance.couplings.coupled
        load = plan.used[shift] - instance.load[other_node] + instance.load[node]
        if fixed or timing is None or (load > instance.room[shift]).any():
            continue
        left = tuple(each for each in plan.routes[shift] if each != other_node)
        new = time_route(instance, shift, with_shortest_detour(plan, shift, left, node))
        if new is not None:
            paid = instance.penalty[other] - instance.penalty[visit]
            yield new.cost - timing.cost + paid, shift, other
