from collections.abc import Mapping
from typing import TYPE_CHECKING

from routing.engines.state.instance import Nodes
from routing.engines.state.timing import Timing

if TYPE_CHECKING:
    from routing.engines.state.plan import Plan


def moved_visits(
    plan: "Plan",
    routes: Mapping[int, Nodes],
    timings: Mapping[int, Timing | None],
) -> frozenset[int]:
    """Return the committed visits that are not where they were, after a change."""
    instance = plan.instance
    placed = {node: shift for shift, nodes in routes.items() for node in nodes}
    starts: dict[int, int] = {}
    for shift, timing in timings.items():
        nodes = routes.get(shift, plan.routes[shift])
        starts.update(zip(nodes, timing.starts if timing else (), strict=True))

    def shift_of(node: int) -> int:
        if node in placed:
            return placed[node]
        before = plan.route_of[node]
        return -1 if before in routes else before

    def has_moved(visit: int) -> bool:
        committed = instance.visits[visit].committed
        nodes = instance.visit_nodes[visit]
        shifts = sorted(shift_of(node) for node in nodes)
        if committed is None or shifts[0] < 0:
            return False
        if shifts != sorted(instance.shift_index[name] for name in committed.shifts):
            return True
        if committed.start is None:
            return False
        start = starts.get(nodes[0], plan.start_of[nodes[0]])
        tolerance = instance.policy.disruption.tolerance
        return abs(start - committed.start) > tolerance

    return frozenset(visit for visit in instance.committed if has_moved(visit))
