"""Work orders, and how long a stretch of work a territory's shifts can hold."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.core.database import session
from app.projects.models import Site
from app.technicians.models import ShiftPattern, Technician
from app.visits.rules import stretch
from app.work_orders.models import WorkOrder, WorkOrderLine


def order_of(work_order_id: int) -> WorkOrder:
    """Return the visit's work order, which is there as long as the visit is.

    Its project, site and dependencies come when they are asked for: reports from
    phones need none of them.
    """
    return session().get_one(
        WorkOrder, work_order_id, populate_existing=True, options=[lazyload("*")]
    )


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


def site_of(work_order_id: int) -> Site:
    """Return the place where a work order is carried out."""
    return (
        session()
        .execute(
            select(Site)
            .join(WorkOrder, WorkOrder.site_id == Site.id)
            .where(WorkOrder.id == work_order_id)
            .options(lazyload("*"))
            .execution_options(populate_existing=True)
        )
        .scalar_one()
    )


def lines_of(work_order_id: int) -> dict[int, int]:
    """Return how many of each model a work order handles."""
    rows = session().execute(
        select(WorkOrderLine.model_id, WorkOrderLine.quantity)
        .where(WorkOrderLine.work_order_id == work_order_id)
        .order_by(WorkOrderLine.model_id)
    )
    return {row.model_id: row.quantity for row in rows}
