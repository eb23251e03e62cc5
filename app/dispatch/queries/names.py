"""What people call visits."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core.database import session
from app.dispatch.rules.facts import Snapshot
from app.dispatch.rules.reasons import Names
from app.visits.models import Visit
from app.work_orders.models import WorkOrder


def references_of(visit_ids: Collection[int]) -> dict[int, str]:
    """Return the order's reference of each visit, with the part of day parts."""
    rows = session().execute(
        select(Visit.id, Visit.part, Visit.parts, WorkOrder.reference)
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .where(Visit.id.in_(visit_ids))
    )
    return {
        row.id: row.reference
        if row.parts == 1
        else f"{row.reference} ({row.part}/{row.parts})"
        for row in rows
    }


def names_of(snapshot: Snapshot, time_zone: str) -> Names:
    """Return the names of all that a run speaks of."""
    visits = set(snapshot.task_ids) | {each.visit_id for each in snapshot.fixed}
    for tie in snapshot.ties:
        visits |= {tie.first, tie.second}
    people = {worker.technician_id: worker.name for worker in snapshot.workers}
    midnight = snapshot.horizon.start.astimezone(ZoneInfo(time_zone))
    return Names(references_of(visits), people, midnight)
