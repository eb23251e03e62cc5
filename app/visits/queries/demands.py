"""What a visit asks of a crew and of a time, its neighbours in the chain included."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.core.clock import now
from app.core.database import session
from app.visits.models import Visit
from app.visits.queries.rows import visits_of_orders
from app.visits.rules import Demand, Neighbour, Span, hull, occupied
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder, WorkOrderDependency
from app.work_orders.states import DependencyKind, WorkOrderState


@dataclass(frozen=True, slots=True)
class Neighbours:
    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()


def demand_of(visit: Visit, order: WorkOrder) -> Demand:
    """Gather the rules that an assignment of this visit must keep."""
    near = neighbours_of(visit)
    return replace(work_of(visit, order), before=near.before, after=near.after)


def work_of(visit: Visit, order: WorkOrder) -> Demand:
    """Say what the visit asks for by itself, whatever comes before and after."""
    return Demand(
        duration=timedelta(seconds=visit.duration_seconds),
        crew_size=order.crew_size,
        skills=order.skills,
        windows=tuple(
            Span(*map(datetime.fromisoformat, (window["start"], window["end"])))
            for window in order.windows
        ),
        earliest=order.earliest,
    )


def neighbours_of(visit: Visit, moving: Collection[int] = ()) -> Neighbours:
    """Find what comes before and after: other orders of the chain, other day parts.

    Visits in `moving` are about to change their time and are left out; nobody waits
    for a cancelled order.
    """
    rows = (
        session()
        .execute(
            select(WorkOrderDependency, WorkOrder.id, WorkOrder.reference)
            .join(
                WorkOrder,
                or_(
                    WorkOrder.id == WorkOrderDependency.from_id,
                    WorkOrder.id == WorkOrderDependency.to_id,
                ),
            )
            .where(
                or_(
                    WorkOrderDependency.from_id == visit.work_order_id,
                    WorkOrderDependency.to_id == visit.work_order_id,
                ),
                WorkOrder.id != visit.work_order_id,
                WorkOrder.state != WorkOrderState.CANCELLED,
            )
            .order_by(WorkOrder.id)
        )
        .all()
    )
    orders = [visit.work_order_id, *(row.id for row in rows)]
    spans = _spans(orders, moving)
    before, after = _parts(visit, spans.get(visit.work_order_id, {}))
    for dependency, order_id, reference in rows:
        if dependency.kind is not DependencyKind.FINISH_START:
            continue
        whole = _whole(spans.get(order_id, {}), is_before=dependency.to_id != order_id)
        near = Neighbour(
            reference, whole, _lag(dependency.min_lag_seconds), _max_lag(dependency)
        )
        if dependency.to_id == visit.work_order_id and visit.part == 1:
            before.append(near)
        elif dependency.from_id == visit.work_order_id and visit.part == visit.parts:
            after.append(near)
    return Neighbours(tuple(before), tuple(after))


def _spans(
    work_order_ids: Collection[int], moving: Collection[int]
) -> Mapping[int, dict[int, Span | None]]:
    """Say when each part of each order is, or was, by order and part."""
    at = now()
    spans: dict[int, dict[int, Span | None]] = {}
    for row in visits_of_orders(work_order_ids):
        if row.state is VisitState.CANCELLED or row.id in moving:
            continue
        spans.setdefault(row.work_order_id, {})[row.part] = occupied(row, at)
    return spans


def _parts(
    visit: Visit, parts: Mapping[int, Span | None]
) -> tuple[list[Neighbour], list[Neighbour]]:
    """Day parts keep their order."""
    before = [
        Neighbour(f"part {part}", span, timedelta(0))
        for part, span in parts.items()
        if part == visit.part - 1
    ]
    after = [
        Neighbour(f"part {part}", span, timedelta(0))
        for part, span in parts.items()
        if part == visit.part + 1
    ]
    return before, after


def _whole(parts: Mapping[int, Span | None], *, is_before: bool) -> Span | None:
    """A predecessor must be placed whole; a successor begins with its first part."""
    if is_before:
        return hull(parts.values())
    placed = [span for span in parts.values() if span is not None]
    return hull(placed)


def _lag(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def _max_lag(dependency: WorkOrderDependency) -> timedelta | None:
    seconds = dependency.max_lag_seconds
    return None if seconds is None else _lag(seconds)
