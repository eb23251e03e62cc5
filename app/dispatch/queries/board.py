"""The board: a territory's technicians and visits over some days, and what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from app.core.database import session
from app.dispatch.queries.plans import latest_proposal, plan_version, territory_to
from app.dispatch.queries.shown import unassigned_shown
from app.technicians import queries as technicians
from app.technicians.models import Technician, Territory
from app.visits import queries as visit_queries
from app.visits.models import Assignment, Visit
from app.visits.queries import VisitDetail
from app.visits.rules import PLANNABLE, Span
from app.visits.states import VisitState
from app.web.policy import restrict
from app.work_orders.models import WorkOrder

NEW = {"code": "not_planned_yet", "detail": "No plan was made since it came in."}


@dataclass(frozen=True, slots=True)
class Board:
    territory: Territory
    plan: dict[str, int]
    days: list[date]
    technicians: list[dict[str, Any]]
    visits: list[VisitDetail]
    unassigned: list[dict[str, Any]]


def board(territory_id: int, from_day: date, days: int) -> Board:
    """Show a territory's plan: what the actor may see of it."""
    territory = territory_to("plan:read", territory_id)
    zone = ZoneInfo(territory.time_zone)
    last = from_day + timedelta(days=days - 1)
    over = Span(
        datetime.combine(from_day, time(), zone).astimezone(UTC),
        datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC),
    )
    visits = _visits(territory_id, over)
    return Board(
        territory,
        {"version": plan_version(territory_id)},
        [from_day + timedelta(days=number) for number in range(days)],
        _technicians(territory_id, from_day, last, over, visits),
        visits,
        _unassigned(territory_id),
    )


def _visits(territory_id: int, over: Span) -> list[VisitDetail]:
    rows = session().scalars(
        restrict(select(Visit), "visit:read")
        .where(
            Visit.territory_id == territory_id,
            Visit.starts_at < over.end,
            Visit.ends_at > over.start,
            Visit.state != VisitState.CANCELLED,
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    return visit_queries.details(rows.all())


def _technicians(
    territory_id: int,
    from_day: date,
    last: date,
    over: Span,
    visits: Sequence[VisitDetail],
) -> list[dict[str, Any]]:
    """List the territory's people, and guests who have a visit there."""
    guests = select(Assignment.technician_id).where(
        Assignment.visit_id.in_([each.id for each in visits])
    )
    rows = (
        session()
        .scalars(
            restrict(select(Technician), "technician:read")
            .where(
                or_(
                    (Technician.territory_id == territory_id) & Technician.active,
                    Technician.id.in_(guests),
                )
            )
            .order_by(Technician.name, Technician.id)
        )
        .all()
    )
    ids = [row.id for row in rows]
    shifts = technicians.shifts_between(ids, from_day, last)
    absences = technicians.absences_between(ids, from_day, last)
    busy = visit_queries.overlaps(ids, over, [each.id for each in visits])
    return [
        {
            "id": row.id,
            "name": row.name,
            "organisation_id": row.owner_organisation_id,
            "shifts": [
                {
                    "day": each.day,
                    "starts_at": each.starts_at,
                    "ends_at": each.ends_at,
                    "breaks": [
                        {"starts_at": rest.earliest, "ends_at": rest.latest_end}
                        for rest in each.breaks
                    ],
                }
                for each in shifts
                if each.technician_id == row.id
            ],
            "absences": [each for each in absences if each.technician_id == row.id],
            # Work elsewhere: when, and no more.
            "busy": [
                {"starts_at": each.span.start, "ends_at": each.span.end}
                for each in busy
                if each.technician_id == row.id
            ],
        }
        for row in rows
    ]


def _unassigned(territory_id: int) -> list[dict[str, Any]]:
    """List what waits for a place, with what the last run said of it."""
    rows = (
        session()
        .execute(
            restrict(select(Visit), "visit:read")
            .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
            .where(
                Visit.territory_id == territory_id,
                Visit.state == VisitState.OPEN,
                WorkOrder.state.in_(PLANNABLE),
            )
            .order_by(Visit.id)
        )
        .scalars()
    )
    proposal = latest_proposal(territory_id)
    told = {each["visit_id"]: each for each in proposal.unassigned} if proposal else {}
    return unassigned_shown(
        [
            {
                "visit_id": row.id,
                "work_order_id": row.work_order_id,
                "reasons": told.get(row.id, {}).get("reasons", [NEW]),
                "remedies": told.get(row.id, {}).get("remedies", []),
            }
            for row in rows
        ]
    )
