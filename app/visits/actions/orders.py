"""A work order is scheduled exactly while all of its visits have a crew and a time."""

from collections.abc import Collection

from app.visits import queries
from app.visits.states import VisitState
from app.work_orders.actions.moving import schedule, unschedule
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState

#: An order that still waits for others follows as soon as it is ready.
WAITING = frozenset({WorkOrderState.READY, WorkOrderState.ACCEPTED})


def follow(work_order_ids: Collection[int]) -> None:
    """Let the orders' states follow their visits; within the verb's transaction."""
    placed = _placed(work_order_ids)
    orders = queries.orders_of(placed)
    to_schedule = [o.id for o in orders if placed[o.id] and o.state in WAITING]
    if to_schedule:
        schedule(to_schedule)
    lost = [o.id for o in orders if not placed[o.id] and _is_scheduled(o)]
    if lost:
        unschedule(lost)


def _is_scheduled(order: WorkOrder) -> bool:
    return order.state is WorkOrderState.SCHEDULED


def _placed(work_order_ids: Collection[int]) -> dict[int, bool]:
    placed: dict[int, bool] = {}
    for visit in queries.visits_of_orders(work_order_ids):
        if visit.state is not VisitState.CANCELLED:
            here = visit.starts_at is not None
            placed[visit.work_order_id] = placed.get(visit.work_order_id, True) and here
    return placed
