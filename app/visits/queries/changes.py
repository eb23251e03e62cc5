"""What changed for a technician since a cursor, or all there is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core.database import run_plain, session
from app.visits.models import Assignment, Operation, Visit
from app.web.policy import restrict

_FEED: Final = (
    "SELECT s.epoch, coalesce(c.number, 0) AS present, e.number, e.entity, e.entity_id "
    "FROM sync_state s LEFT JOIN feed_counters c ON c.scope = %(scope)s "
    "LEFT JOIN LATERAL (SELECT number, entity, entity_id FROM feed_entries "
    "WHERE scope = %(scope)s AND number > %(after)s "
    "ORDER BY number LIMIT %(limit)s) e ON true"
)
#: Operations of a person that were told `held` once, the newest of them.
MOST_HELD: Final = 200


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    entity: str
    entity_id: int


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One look at a scope: the epoch, its number now, and entries above another."""

    epoch: int
    present: int
    entries: tuple[Entry, ...]


def feed_page(scope: str, after: int, limit: int) -> FeedPage:
    rows = run_plain(_FEED, {"scope": scope, "after": after, "limit": limit}).all()
    entries = tuple(
        Entry(row.number, row.entity, row.entity_id)
        for row in rows
        if row.number is not None
    )
    return FeedPage(rows[0].epoch, rows[0].present, entries)


def seen_among(visit_ids: Collection[int]) -> set[int]:
    """Return which of the visits the person carries out, and may see now."""
    if not visit_ids:
        return set()
    statement = select(Visit.id).where(Visit.id.in_(list(visit_ids)))
    return set(session().scalars(restrict(statement, "visit:carry")))


def visits_seen(after_id: int, limit: int) -> Sequence[int]:
    """Return the visits that the person carries out, by id, above one."""
    statement = restrict(select(Visit.id), "visit:carry").where(Visit.id > after_id)
    return session().scalars(statement.order_by(Visit.id).limit(limit)).all()


def visits_on(technician_id: int, day: date, time_zone: str) -> Sequence[int]:
    """Return the technician's visits that touch a day, of those the person may see."""
    zone = ZoneInfo(time_zone)
    start = datetime.combine(day, time(), zone)
    own = select(Assignment.visit_id).where(
        Assignment.technician_id == technician_id,
        Assignment.starts_at < datetime.combine(day + timedelta(days=1), time(), zone),
        Assignment.ends_at > start,
    )
    statement = restrict(select(Visit.id).where(Visit.id.in_(own)), "visit:carry")
    return session().scalars(statement).all()


def operations_by_id(operation_ids: Collection[int]) -> Sequence[Operation]:
    if not operation_ids:
        return []
    statement = select(Operation).where(Operation.id.in_(list(operation_ids)))
    return session().scalars(statement.order_by(Operation.id)).all()


def once_held(user_id: int) -> Sequence[Operation]:
    """Return what a person's phones were told to wait for, the newest first.

    Also of those out of use: whoever goes on with another phone hears the end of it.
    """
    return (
        session()
        .scalars(
            select(Operation)
            .where(Operation.user_id == user_id, Operation.held_at.is_not(None))
            .order_by(Operation.id.desc())
            .limit(MOST_HELD)
        )
        .all()
    )
