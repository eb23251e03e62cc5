"""What the routing model leaves where construction put it."""

from routing.engines.ortools.model import Model
from routing.engines.state.duty import BIG
from routing.engines.state.plan import Plan


def held_visits(plan: Plan) -> frozenset[int]:
    """Return the visits that stay: crews, linked ones, and those under a budget.

    The solver's moves change one route at a time and cannot see across.
    """
    instance = plan.instance
    held = set(instance.couplings.coupled)
    if instance.policy.disruption.budget is not None or instance.promised:
        held |= instance.committed
    return frozenset(held)


def nodes_in_play(plan: Plan, held: frozenset[int]) -> tuple[int, ...]:
    """Return the nodes of the model: what has to stay only where it is planned."""
    instance = plan.instance
    return tuple(
        node
        for node, visit in enumerate(instance.visit_of)
        if plan.route_of[node] >= 0
        or (visit not in held and instance.position[node] is None)
    )


def bind_visits(model: Model, plan: Plan, held: frozenset[int]) -> None:
    """Say who may do each visit and when, and what leaving it out costs."""
    instance = model.instance
    for node, index in model.index_of.items():
        visit = instance.visit_of[node]
        if visit in held:
            start = plan.start_of[node] - model.base
            model.time.CumulVar(index).SetRange(start, start)
            model.routing.VehicleVar(index).SetValue(plan.route_of[node])
            continue
        _bind_shifts(model, node, index)
        _bind_windows(model, node, index)
        _bind_due(model, node, index)
        model.routing.AddDisjunction([index], instance.penalty[visit])
    for shift in range(len(plan.routes)):
        _bind_head(model, plan, shift)


def _bind_shifts(model: Model, node: int, index: int) -> None:
    barred = (~model.instance.fits[node]).nonzero()[0].tolist()
    if barred:
        model.routing.VehicleVar(index).RemoveValues(barred)


def _bind_windows(model: Model, node: int, index: int) -> None:
    """Leave the windows open and close what lies between; without any, leave it out."""
    start, windows = model.time.CumulVar(index), model.instance.windows[node]
    if not windows:
        model.routing.VehicleVar(index).SetValue(-1)
        return
    last = -BIG
    for opens, closes in windows:
        if opens > last + 1:
            start.RemoveInterval(last + 1 - model.base, opens - 1 - model.base)
        last = max(last, closes)
    if last < BIG:
        start.SetMax(max(last - model.base, -1))


def _bind_due(model: Model, node: int, index: int) -> None:
    due, rate = model.instance.due[node]
    if rate:
        bound = max(0, due - model.instance.duration[node] - model.base)
        model.time.SetCumulVarSoftUpperBound(index, bound, rate)


def _bind_head(model: Model, plan: Plan, shift: int) -> None:
    """Keep the visits with pinned positions in front, one after the other."""
    index_of, before = model.index_of, int(model.routing.Start(shift))
    for node in plan.routes[shift][: plan.heads[shift]]:
        model.routing.NextVar(before).SetValue(index_of[node])
        before = index_of[node]
