"""Calendars of technicians and projects, live and revoked."""

from app.core.clock import now
from app.core.database import session
from app.integrations.models import Calendar
from app.projects.models import Project
from app.technicians.models import Technician
from app.web.secret_links import new_token
from app.web.sessions import hash_token


def of_technician(technician_id: int, *, revoked: bool = False) -> tuple[int, str]:
    """Return a calendar's id and its secret."""
    owner = session().get_one(Technician, technician_id).owner_organisation_id
    row = Calendar(technician_id=technician_id, owner_organisation_id=owner)
    return _added(row, revoked=revoked)


def of_project(project_id: int, *, revoked: bool = False) -> tuple[int, str]:
    """Return a calendar's id and its secret."""
    owner = session().get_one(Project, project_id).owner_organisation_id
    row = Calendar(project_id=project_id, owner_organisation_id=owner)
    return _added(row, revoked=revoked)


def _added(row: Calendar, *, revoked: bool) -> tuple[int, str]:
    token = new_token()
    row.token_hash, row.language = hash_token(token), "en"
    row.revoked_at = now() if revoked else None
    session().add(row)
    session().flush()
    return row.id, token
