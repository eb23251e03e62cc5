"""Calendars that other programs follow: given, revoked, opened."""

from dataclasses import dataclass

from sqlalchemy import func, update

from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.core.transaction import Transaction, transaction
from app.integrations.models import Calendar
from app.integrations.queries import calendars as queries
from app.integrations.queries.calendars import ListedCalendar, OpenedCalendar
from app.integrations.rules.calendars import SEEN_EACH
from app.organisations.actions.attempts import note_failure, refuse_floods
from app.organisations.actions.audit import record
from app.web.feed import Change, announce, organisation_scope
from app.web.secret_links import counted_for, is_token, new_token
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class MadeCalendar:
    """A calendar just made; `token` is shown this once."""

    listed: ListedCalendar
    token: str


def give_technicians(technician_id: int, label: str, language: str) -> MadeCalendar:
    """A program may follow where a technician is expected."""
    with transaction() as tx:
        owner = queries.owner_of_technician(technician_id)
        row = Calendar(technician_id=technician_id, owner_organisation_id=owner)
        return _give(tx, row, label, language)


def give_projects(project_id: int, label: str, language: str) -> MadeCalendar:
    """A program may follow when somebody comes to a project."""
    with transaction() as tx:
        owner = queries.owner_of_project(project_id)
        row = Calendar(project_id=project_id, owner_organisation_id=owner)
        return _give(tx, row, label, language)


def _give(tx: Transaction, row: Calendar, label: str, language: str) -> MadeCalendar:
    token = new_token()
    row.token_hash = hash_token(token)
    row.label, row.language = label, language
    row.created_by_user_id, row.created_at = current_actor().user_id, now()
    tx.session.add(row)
    tx.session.flush()
    _tell(tx, row, "calendar.make")
    return MadeCalendar(queries.listed([row])[0], token)


def revoke_calendar(calendar_id: int) -> ListedCalendar:
    """The address opens nothing any more, from the next request on."""
    with transaction() as tx:
        row = queries.calendar_for_change(calendar_id)
        if row.revoked_at is None:
            row.revoked_at = now()
            _tell(tx, row, "calendar.revoke")
        return queries.listed([row])[0]


def _tell(tx: Transaction, row: Calendar, action: str) -> None:
    owner = row.owner_organisation_id
    about = {"technician": row.technician_id, "project": row.project_id}
    record(tx, owner, action, "calendar", row.id, about)
    announce(tx, [organisation_scope(owner)], Change("calendar", row.id, 1))


def open_calendar(token: str, address: str) -> OpenedCalendar:
    """Find what a secret opens, for a caller at an address.

    Raises
    ------
    NotFoundError
        The secret is unknown or revoked: which of them is not told.
    TooManyError
        Too many secrets came from there that open nothing.
    """
    subjects = counted_for(address)
    refuse_floods(subjects, "links that open nothing")
    opened = queries.opened_by(token) if is_token(token) else None
    if opened is None:
        note_failure(subjects)
        raise NotFoundError
    _note_use(opened)
    return opened


def _note_use(opened: OpenedCalendar) -> None:
    at = now()
    if opened.last_read_at is not None and at < opened.last_read_at + SEEN_EACH:
        return
    # Whoever reads it may change nothing: the house notes it.
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.execute(
            update(Calendar)
            .where(Calendar.id == opened.calendar_id)
            .values(
                first_read_at=func.coalesce(Calendar.first_read_at, at),
                last_read_at=at,
            )
        )
