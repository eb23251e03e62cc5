"""Whether what a visit waits for is done, so that its crew may be sent off."""

from sqlalchemy import select

from app.core.database import session
from app.core.errors import Fault
from app.visits.models import Visit
from app.visits.queries.demands import neighbours_of
from app.visits.queries.rows import visits_of_orders
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder, WorkOrderDependency
from app.work_orders.states import DependencyKind, WorkOrderState

#: Nothing is waited for any more.
OVER = frozenset(
    {
        WorkOrderState.WORK_DONE,
        WorkOrderState.VERIFIED,
        WorkOrderState.CLOSED,
        WorkOrderState.CANCELLED,
    }
)


def hindrances(visit: Visit) -> list[Fault]:
    """Return what is not ready for a placed visit: work before it, or the lag."""
    found = [
        Fault("/", "work_before_open", f"{order.reference} comes first: {order.state}.")
        for order in _before(visit)
        if order.state not in OVER
    ]
    parts = visits_of_orders([visit.work_order_id])
    found += [
        Fault("/", "part_before_open", f"Part {row.part} comes first: {row.state}.")
        for row in parts
        if row.part < visit.part and row.state is not VisitState.DONE
    ]
    return found or _too_early(visit)


def _before(visit: Visit) -> list[WorkOrder]:
    if visit.part > 1:
        return []
    rows = session().scalars(
        select(WorkOrder)
        .join(WorkOrderDependency, WorkOrderDependency.from_id == WorkOrder.id)
        .where(
            WorkOrderDependency.to_id == visit.work_order_id,
            WorkOrderDependency.kind == DependencyKind.FINISH_START,
        )
        .order_by(WorkOrder.id)
    )
    return list(rows)


def _too_early(visit: Visit) -> list[Fault]:
    """Passive time counts from when the work before it really ended."""
    return [
        Fault("/", "lag_not_over", f"Not before {soonest.isoformat('T', 'minutes')}.")
        for near in neighbours_of(visit).before
        if near.span is not None and visit.starts_at is not None
        for soonest in (near.span.end + near.lag,)
        if visit.starts_at < soonest
    ]
