"""Work orders, and how long a stretch of work a territory's shifts can hold."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.core.database import session
from app.technicians.models import ShiftPattern, Technician
from app.visits.rules import stretch
from app.work_orders.models import WorkOrder


def order_of(work_order_id: int) -> WorkOrder:
    """Return the visit's work order, which is there as long as the visit is."""
    return session().get_one(WorkOrder, work_order_id, populate_existing=True)


def orders_of(work_order_ids: Collection[int]) -> Sequence[WorkOrder]:
    return (
        session()
        .scalars(
            select(WorkOrder)
            .where(WorkOrder.id.in_(work_order_ids))
            .order_by(WorkOrder.id)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def stretches_of(territory_id: int) -> list[int]:
    """Return each technician's longest stretch of work in a week, longest first."""
    rows = session().scalars(
        select(ShiftPattern)
        .join(Technician, Technician.id == ShiftPattern.technician_id)
        .where(Technician.territory_id == territory_id, Technician.active)
    )
    longest: dict[int, int] = {}
    for row in rows:
        pause = None
        if row.break_seconds and row.break_earliest and row.break_latest_end:
            pause = (row.break_earliest, row.break_latest_end, row.break_seconds)
        seconds = stretch(row.start_time, row.end_time, pause)
        longest[row.technician_id] = max(longest.get(row.technician_id, 0), seconds)
    return sorted(longest.values(), reverse=True)
