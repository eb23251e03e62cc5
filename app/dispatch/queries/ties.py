"""Which visits wait for which, and when those are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import or_, select

from app.core.clock import now
from app.core.database import session
from app.dispatch.rules.facts import Booking, Tie
from app.visits import queries as visit_queries
from app.visits.models import Assignment, Visit
from app.visits.rules import occupied
from app.visits.states import BOOKING, VisitState
from app.work_orders.models import WorkOrderDependency
from app.work_orders.states import DependencyKind


@dataclass(frozen=True, slots=True)
class Chains:
    """The ties around some orders, and the bookings of all visits in them."""

    ties: tuple[Tie, ...]
    bookings: dict[int, Booking | None]


def chains_of(work_order_ids: Collection[int]) -> Chains:
    """Read what these orders wait for, and what waits for them."""
    dependencies = (
        session()
        .scalars(
            select(WorkOrderDependency)
            .where(
                or_(
                    WorkOrderDependency.from_id.in_(work_order_ids),
                    WorkOrderDependency.to_id.in_(work_order_ids),
                )
            )
            .order_by(WorkOrderDependency.from_id, WorkOrderDependency.to_id)
        )
        .all()
    )
    orders = set(work_order_ids)
    for each in dependencies:
        orders |= {each.from_id, each.to_id}
    parts = _parts(visit_queries.visits_of_orders(orders))
    visits = [visit for of_order in parts.values() for visit in of_order]
    crews = visit_queries.assignments_of([visit.id for visit in visits])
    ties = [*_day_parts(parts.values()), *_between(dependencies, parts)]
    at = now()
    return Chains(
        tuple(ties),
        {visit.id: booking_of(visit, crews[visit.id], at) for visit in visits},
    )


def _parts(visits: Iterable[Visit]) -> dict[int, list[Visit]]:
    """Group by order; a cancelled visit is nobody's predecessor."""
    parts: dict[int, list[Visit]] = {}
    for visit in visits:
        if visit.state is not VisitState.CANCELLED:
            parts.setdefault(visit.work_order_id, []).append(visit)
    return parts


def _day_parts(orders: Iterable[Sequence[Visit]]) -> Iterable[Tie]:
    for parts in orders:
        for one, two in pairwise(parts):
            yield Tie(one.id, two.id, next_day=True)


def _between(
    dependencies: Iterable[WorkOrderDependency], parts: dict[int, list[Visit]]
) -> Iterable[Tie]:
    """The last part of one order comes before the first of the next."""
    for each in dependencies:
        if each.from_id in parts and each.to_id in parts:
            longest = each.max_lag_seconds
            yield Tie(
                parts[each.from_id][-1].id,
                parts[each.to_id][0].id,
                timedelta(seconds=each.min_lag_seconds),
                None if longest is None else timedelta(seconds=longest),
                same_start=each.kind is DependencyKind.SAME_START,
            )


def booking_of(
    visit: Visit, crew: Sequence[Assignment], at: datetime
) -> Booking | None:
    """Say who has the visit and when; a visit that came to nothing has no booking.

    A visit that is over was when it really was, and one under way goes on until it is.
    """
    span = occupied(visit, at)
    if span is None or visit.state not in BOOKING:
        return None
    return Booking(tuple(row.technician_id for row in crew), span)
