"""Visits and their assignments, under both walls."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, select

from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.technicians.models import Technician
from app.visits.models import Assignment, Visit
from app.web.pagination import Page, paginate
from app.web.policy import restrict

_IDS: Final = ARRAY(BigInteger)


@dataclass(frozen=True, slots=True)
class VisitFilter:
    work_order_id: int | None = None
    project_id: int | None = None
    territory_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def visits(wanted: VisitFilter, limit: int, after: str | None) -> Page[Visit]:
    statement = restrict(select(Visit), "visit:read")
    for column, value in (
        (Visit.work_order_id, wanted.work_order_id),
        (Visit.project_id, wanted.project_id),
        (Visit.territory_id, wanted.territory_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(Visit.ends_at > wanted.since)
    if wanted.until is not None:
        statement = statement.where(Visit.starts_at < wanted.until)
    return paginate(statement, by=[Visit.id], limit=limit, after=after)


def readable_visit(visit_id: int) -> Visit:
    """Return a visit as it is now; absent and foreign ones are told alike."""
    row = session().scalar(
        restrict(select(Visit).where(Visit.id == visit_id), "visit:read"),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise NotFoundError
    return row


def visit_for_change(visit_id: int) -> Visit:
    """Lock a visit that the actor may plan; one that may only be read is forbidden."""
    row = session().scalar(
        restrict(select(Visit).where(Visit.id == visit_id), "visit:assign")
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        readable_visit(visit_id)
        raise ForbiddenError("You may see this visit, but not plan it.")
    return row


#: Made once: it is asked for each report from a site.
_CREWS: Final = (
    select(Assignment)
    .where(Assignment.visit_id == any_(bindparam("visit_ids", type_=_IDS)))
    .order_by(Assignment.visit_id, Assignment.seat)
    .execution_options(populate_existing=True)
)


def assignments_of(visit_ids: Collection[int]) -> dict[int, list[Assignment]]:
    """Return the crews of visits, by visit, in the order of seats."""
    found: dict[int, list[Assignment]] = {visit_id: [] for visit_id in visit_ids}
    if not found:
        return found
    for row in session().scalars(_CREWS, {"visit_ids": list(visit_ids)}):
        found[row.visit_id].append(row)
    return found


def visits_of_orders(work_order_ids: Collection[int]) -> Sequence[Visit]:
    return (
        session()
        .scalars(
            select(Visit)
            .where(Visit.work_order_id.in_(work_order_ids))
            .order_by(Visit.work_order_id, Visit.part)
        )
        .all()
    )


def visits_to_refit(work_order_id: int) -> Sequence[Visit]:
    """Lock the visits of a work order, in order, to refit them to it."""
    return (
        session()
        .scalars(
            select(Visit)
            .where(Visit.work_order_id == work_order_id)
            .order_by(Visit.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .all()
    )


def visits_to_plan(visit_ids: Collection[int]) -> dict[int, Visit]:
    """Lock the visits that the actor may plan, by id; others are left out."""
    rows = session().scalars(
        restrict(select(Visit).where(Visit.id.in_(visit_ids)), "visit:assign")
        .order_by(Visit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def visits_by_id(visit_ids: Collection[int]) -> dict[int, Visit]:
    rows = session().scalars(
        select(Visit)
        .where(Visit.id.in_(visit_ids))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def user_ids_of_order(work_order_id: int) -> set[int | None]:
    """Return the logins of all who are on the visits of a work order."""
    return set(
        session().scalars(
            select(Technician.user_id)
            .join(Assignment, Assignment.technician_id == Technician.id)
            .join(Visit, Visit.id == Assignment.visit_id)
            .where(Visit.work_order_id == work_order_id)
        )
    )
