"""The first deliveries stand on the board already, and one order was called off."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import select

from app.catalogue.states import WorkKind
from app.core.clock import today
from app.core.database import session
from app.core.transaction import transaction
from app.technicians.models import Territory
from app.technicians.queries import all_territories, in_territory, shifts_between
from app.technicians.rules import TechnicianShift
from app.visits.actions import assign_visit
from app.visits.models import Assignment, Visit
from app.work_orders.actions.change import cancel_work_order
from app.work_orders.models import WorkOrder

#: Deliveries of each territory that are booked by hand.
BOOKED: Final = 4
CREW: Final = 2
#: From one delivery to the next.
WAY: Final = timedelta(minutes=45)
#: Days within which two people surely work, public holidays or not.
HORIZON: Final = 12


def make_first_plan() -> None:
    """Book a few deliveries and call one order off, unless something is booked."""
    with transaction():
        if session().scalar(select(Assignment.id).limit(1)) is not None:
            return
        for territory in all_territories():
            _book_deliveries(territory)
        _call_one_off()


def _book_deliveries(territory: Territory) -> None:
    crew, start, end = _first_crew(territory)
    for visit in _deliveries(territory):
        begin = start + WAY
        start = begin + timedelta(seconds=visit.duration_seconds)
        if start > end:
            return
        assign_visit(visit.id, crew, begin)


def _first_crew(territory: Territory) -> tuple[list[int], datetime, datetime]:
    """Return two who work on the first day that has two, and their common hours."""
    movers = [
        row.id
        for row in in_territory(territory.id)
        if any(s.skill_code == "delivery" for s in row.skills)
    ]
    tomorrow = today(territory.time_zone) + timedelta(days=1)
    last = tomorrow + timedelta(days=HORIZON)
    days = _by_day(shifts_between(movers, tomorrow, last))
    shifts = next(each for each in days if len(each) >= CREW)[:CREW]
    crew = [shift.technician_id for shift in shifts]
    start = max(shift.starts_at for shift in shifts)
    return crew, start, min(shift.ends_at for shift in shifts)


def _by_day(shifts: Sequence[TechnicianShift]) -> Iterator[list[TechnicianShift]]:
    def day(shift: TechnicianShift) -> date:
        return shift.day

    for _, those in groupby(sorted(shifts, key=day), day):
        yield list(those)


def _deliveries(territory: Territory) -> Sequence[Visit]:
    """Find deliveries that may begin at any time, those of the first orders first."""
    statement = (
        select(Visit)
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .where(
            Visit.territory_id == territory.id,
            WorkOrder.kind == WorkKind.DELIVERY,
            WorkOrder.crew_size == CREW,
            WorkOrder.earliest.is_(None),
        )
        .order_by(Visit.id)
        .limit(BOOKED)
    )
    return session().scalars(statement).all()


def _call_one_off() -> None:
    newest = session().scalar(select(WorkOrder).order_by(WorkOrder.id.desc()).limit(1))
    if newest is None:
        return
    chain = select(WorkOrder).where(WorkOrder.project_id == newest.project_id)
    for order in session().scalars(chain.order_by(WorkOrder.id)).all():
        cancel_work_order(order.id, order.version, "样例：客户取消")
