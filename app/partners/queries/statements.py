"""What partners did of the work they took, project by project."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import BigInteger, Date, cast, func, select

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.partners.models import Offer
from app.partners.rules import Line, Part, Statement
from app.partners.states import OfferState
from app.projects.models import Project, Site
from app.technicians.models import Technician
from app.visits.models import Assignment, Visit
from app.visits.states import VisitState
from app.web.policy import restrict
from app.work_orders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class _Attended:
    """A visit of taken work, and all that belongs to it."""

    offer: Offer
    project: Project
    order: WorkOrder
    visit: Visit


def statement(since: date, until: date) -> Statement:
    """Return the statement of some days: of work one offered, or of work one took.

    A visit belongs to the day on which it ended, or else is planned to start.
    """
    visits = _attended(since, until)
    worked = _worked_seconds([each.visit.id for each in visits])
    parts = groupby(visits, lambda each: (each.project.id, each.offer.partner.id))
    return Statement(since, until, [_part(list(of), worked) for _, of in parts])


def _attended(since: date, until: date) -> list[_Attended]:
    moment = func.coalesce(Visit.work_ended_at, Visit.starts_at)
    day = cast(func.timezone(Site.time_zone, moment), Date)
    statement = (
        select(Offer, Project, WorkOrder, Visit)
        .join(Project, Project.id == Offer.project_id)
        .join(WorkOrder, WorkOrder.id == Offer.work_order_id)
        .join(Site, Site.id == WorkOrder.site_id)
        .join(Visit, Visit.work_order_id == WorkOrder.id)
        .where(
            Offer.state == OfferState.ACCEPTED,
            Visit.state != VisitState.CANCELLED,
            day.between(since, until),
        )
        .order_by(Project.id, Offer.partner_organisation_id, WorkOrder.id, Visit.part)
    )
    rows = session().execute(restrict(statement, "offer:read"))
    return [_Attended(*row) for row in rows]


def _worked_seconds(visit_ids: Collection[int]) -> dict[int, int]:
    """Sum up, for each visit, how long the partner's own people worked.

    The house counts, for both sides must read the same: whose people they are,
    those who offered the work may not see.
    """
    worked = func.extract(
        "epoch", Assignment.work_ended_at - Assignment.work_started_at
    )
    counted = (
        select(Assignment.visit_id, cast(func.sum(func.round(worked)), BigInteger))
        .join(Visit, Visit.id == Assignment.visit_id)
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .join(Technician, Technician.id == Assignment.technician_id)
        .where(
            Visit.id.in_(visit_ids),
            Technician.owner_organisation_id == WorkOrder.partner_organisation_id,
            Assignment.work_ended_at >= Assignment.work_started_at,
        )
        .group_by(Assignment.visit_id)
    )
    with acting_as(SYSTEM):
        return {row[0]: row[1] for row in session().execute(counted)}


def _part(visits: Sequence[_Attended], worked: dict[int, int]) -> Part:
    project, offer = visits[0].project, visits[0].offer
    orders = groupby(visits, lambda each: each.order.id)
    return Part(
        project.id,
        project.reference,
        project.name,
        offer.owner,
        offer.partner,
        [_line(list(of), worked) for _, of in orders],
    )


def _line(visits: Sequence[_Attended], worked: dict[int, int]) -> Line:
    order = visits[0].order
    return Line(
        order.id,
        order.reference,
        order.kind,
        order.state,
        len(visits),
        _done(visits),
        order.crew_size * sum(each.visit.duration_seconds for each in visits),
        sum(worked.get(each.visit.id, 0) for each in visits),
        visits[0].offer.rate,
    )


def _done(visits: Iterable[_Attended]) -> int:
    return sum(each.visit.state is VisitState.DONE for each in visits)
