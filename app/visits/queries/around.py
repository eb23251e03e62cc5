"""Visits by what their phones show beside them: the site, the project, work before.

They are locked, in order: who gets one of them meanwhile is told by one of the two.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select

from app.core.database import session
from app.visits.models import Visit
from app.work_orders.models import WorkOrder, WorkOrderDependency


def visits_beside(work_order_id: int) -> Sequence[Visit]:
    """Lock the visits to the site of a work order, its own among them."""
    site = select(WorkOrder.site_id).where(WorkOrder.id == work_order_id)
    return _locked(WorkOrder.site_id == site.scalar_subquery())


def visits_for(project_id: int) -> Sequence[Visit]:
    """Lock the visits of a project."""
    return _locked(WorkOrder.project_id == project_id)


def visits_after(work_order_ids: Collection[int]) -> Sequence[Visit]:
    """Lock the visits of what follows upon these orders."""
    followers = select(WorkOrderDependency.to_id).where(
        WorkOrderDependency.from_id.in_(work_order_ids)
    )
    return _locked(WorkOrder.id.in_(followers))


def _locked(wanted: ColumnElement[bool]) -> Sequence[Visit]:
    orders = select(WorkOrder.id).where(wanted)
    return (
        session()
        .scalars(
            select(Visit)
            .where(Visit.work_order_id.in_(orders))
            .order_by(Visit.id)
            .with_for_update()
        )
        .all()
    )
