"""Reads on calendars, and what their addresses open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import InstrumentedAttribute

from app.catalogue.states import WorkKind
from app.core.clock import now
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.integrations.models import Calendar
from app.integrations.rules.calendars import AHEAD, BACK, CalendarVisit
from app.projects.models import Project
from app.projects.queries.projects import project
from app.technicians.models import Technician
from app.technicians.queries import technician
from app.visits.states import VisitState
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """A calendar and whose it is: a technician's name, or a project's reference."""

    calendar: Calendar
    about: str


@dataclass(frozen=True, slots=True)
class OpenedCalendar:
    """A live calendar, found by its secret."""

    calendar_id: int
    is_of_project: bool
    about: str
    language: str
    first_read_at: datetime | None
    last_read_at: datetime | None


def calendars(limit: int, after: str | None = None) -> Page[ListedCalendar]:
    """List the calendars that the actor may revoke, newest first."""
    statement = restrict(select(Calendar), "calendar:read")
    page = paginate(
        statement, by=[Calendar.id], limit=limit, after=after, descending=True
    )
    return Page(listed(page.items), page.next)


def listed(rows: Sequence[Calendar]) -> list[ListedCalendar]:
    """Add to calendars whose they are."""
    people = {row.technician_id for row in rows if row.technician_id is not None}
    projects = {row.project_id for row in rows if row.project_id is not None}
    names = _names(Technician.id, Technician.name, people)
    references = _names(Project.id, Project.reference, projects)
    found = [
        names.get(row.technician_id or 0) or references.get(row.project_id or 0)
        for row in rows
    ]
    return [
        ListedCalendar(row, about or "") for row, about in zip(rows, found, strict=True)
    ]


def _names(
    key: InstrumentedAttribute[int], name: InstrumentedAttribute[str], ids: set[int]
) -> dict[int, str]:
    rows = session().execute(select(key, name).where(key.in_(ids)))
    return dict(rows.all())


def owner_of_technician(technician_id: int) -> int:
    """Return whose technician it is, if the actor may give a calendar of them."""
    statement = select(Technician.owner_organisation_id).where(
        Technician.id == technician_id
    )
    owner = session().scalar(restrict(statement, "technician:subscribe"))
    if owner is None:
        technician(technician_id)
        raise ForbiddenError("You may see this technician, but give no calendar.")
    return owner


def owner_of_project(project_id: int) -> int:
    """Return who plans the project, if the actor may give a calendar of it."""
    statement = select(Project.owner_organisation_id).where(Project.id == project_id)
    owner = session().scalar(restrict(statement, "project:subscribe"))
    if owner is None:
        project(project_id)
        raise ForbiddenError("You may see this project, but give no calendar of it.")
    return owner


def calendar_for_change(calendar_id: int) -> Calendar:
    """Lock a calendar that the actor may revoke."""
    statement = select(Calendar).where(Calendar.id == calendar_id)
    row = session().scalar(restrict(statement, "calendar:revoke").with_for_update())
    if row is None:
        raise NotFoundError
    return row


def opened_by(token: str) -> OpenedCalendar | None:
    """Find the live calendar of a secret (through the gate)."""
    row = (
        session()
        .execute(
            text(
                "SELECT calendar_id, is_of_project, about, language, first_read_at, "
                "last_read_at FROM gate_calendar(:hash)"
            ),
            {"hash": hash_token(token)},
        )
        .first()
    )
    return OpenedCalendar(*row) if row else None


def visits_of(token: str) -> list[CalendarVisit]:
    """Return what the calendar of a secret tells (through the gate), by start."""
    at = now()
    rows = session().execute(
        text(
            "SELECT * FROM gate_calendar_visits(:hash, :moment, :since, :until) "
            "ORDER BY starts_at, id"
        ),
        {
            "hash": hash_token(token),
            "moment": at,
            "since": at - BACK,
            "until": at + AHEAD,
        },
    )
    return [
        CalendarVisit(id_, version, VisitState(state), WorkKind(kind), *rest)
        for id_, version, state, kind, *rest in rows
    ]
