"""What has become due for phones by time alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update

from app.core.database import session
from app.visits.models import Assignment, Device, Operation, SyncState, Visit
from app.visits.states import Fate

#: What was told before the last one that is old is old too.
_OLD = text(
    "DELETE FROM feed_entries e USING (SELECT scope, max(number) AS last "
    "FROM feed_entries WHERE scope LIKE 'technician:%' AND created_at < :before "
    "GROUP BY scope) old WHERE e.scope = old.scope AND e.number <= old.last"
)


@dataclass(frozen=True, slots=True)
class Start:
    """A seat on a visit that starts in some stretch of time."""

    visit_id: int
    version: int
    technician_id: int


def mark_overdue(held_before: datetime, at: datetime) -> Sequence[tuple[int, int]]:
    """Mark what is held too long; return its ids and owners."""
    rows = session().execute(
        update(Operation)
        .where(
            Operation.fate == Fate.HELD,
            Operation.resolved_at.is_(None),
            Operation.overdue_at.is_(None),
            Operation.held_at < held_before,
        )
        .values(overdue_at=at)
        .returning(Operation.id, Operation.owner_organisation_id)
        .execution_options(synchronize_session=False)
    )
    return [(row.id, row.owner_organisation_id) for row in rows]


def move_window(at: datetime) -> datetime | None:
    """Note that visits were told of until `at`; return until when they were before."""
    state = session().get_one(SyncState, 1, with_for_update=True)
    before, state.window_at = state.window_at, at
    return before


def started_between(after: datetime, until: datetime) -> list[Start]:
    rows = session().execute(
        select(Visit.id, Visit.version, Assignment.technician_id)
        .join(Assignment, Assignment.visit_id == Visit.id)
        .where(Assignment.starts_at > after, Assignment.starts_at <= until)
    )
    return [Start(*row) for row in rows]


def delete_told(before: datetime) -> None:
    session().execute(_OLD, {"before": before})


def raise_epoch() -> int:
    state = session().get_one(SyncState, 1, with_for_update=True)
    state.epoch += 1
    return state.epoch


def present_epoch() -> int:
    return session().get_one(SyncState, 1).epoch


def organisations_with_devices() -> Sequence[int]:
    return session().scalars(select(Device.owner_organisation_id).distinct()).all()
