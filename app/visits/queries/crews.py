"""Technicians as crews: their locks, their other bookings, and what they bring."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from app.core.database import session
from app.core.errors import Fault
from app.technicians import queries as technicians
from app.technicians.models import Technician
from app.technicians.rules import levels_on
from app.visits.errors import CannotAssignError
from app.visits.rules import Member, Span
from app.web.policy import restrict

DAY = timedelta(days=1)

_LOCK = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('technician:' || id, 0)) FROM "
    # OFFSET keeps the order: the locks are taken as the rows come.
    "(SELECT DISTINCT id FROM unnest(CAST(:ids AS bigint[])) AS ids(id) "
    "ORDER BY id OFFSET 0) AS wanted"
)
_BOOKED = text(
    "SELECT b.technician_id, b.visit_id, b.starts_at, b.ends_at, w.reference "
    "FROM booked_times(:since, :until) b "
    "LEFT JOIN visits v ON v.id = b.visit_id "
    "LEFT JOIN work_orders w ON w.id = v.work_order_id "
    "WHERE b.technician_id = ANY(:ids) AND NOT b.visit_id = ANY(:but) "
    "ORDER BY b.starts_at, b.technician_id"
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A booking of a technician; without a reference it is somebody else's work."""

    technician_id: int
    visit_id: int
    span: Span
    reference: str | None


def lock_technicians(technician_ids: Collection[int]) -> None:
    """Hold the technicians' time until the commit, ids ascending.

    Advisory, for `FOR UPDATE` skips rows that one may read but not change.
    """
    session().execute(_LOCK, {"ids": list(technician_ids)}).all()


def overlaps(
    technician_ids: Collection[int], span: Span, but: Collection[int] = ()
) -> list[Overlap]:
    """Return what the technicians are booked for within `span`, by whoever."""
    rows = session().execute(
        _BOOKED,
        {
            "since": span.start,
            "until": span.end,
            "ids": list(technician_ids),
            "but": list(but),
        },
    )
    return [
        Overlap(
            row.technician_id,
            row.visit_id,
            Span(row.starts_at, row.ends_at),
            row.reference,
        )
        for row in rows
    ]


class Roster:
    """What is known of technicians in some days, read once for many visits."""

    def __init__(self, technician_ids: Collection[int], over: Span) -> None:
        self._rows = _rows(technician_ids)
        known = list(self._rows)
        first, last = (over.start - DAY).date(), (over.end + DAY).date()
        self._holdings = technicians.holdings_of(known)
        self._shifts: dict[int, list[Span]] = {}
        for shift in technicians.shifts_between(known, first, last):
            span = Span(shift.starts_at, shift.overtime_until)
            self._shifts.setdefault(shift.technician_id, []).append(span)
        self._absences: dict[int, list[Span]] = {}
        for absence in technicians.absences_between(known, first, last):
            span = Span(absence.starts_at, absence.ends_at)
            self._absences.setdefault(absence.technician_id, []).append(span)

    def crew(self, technician_ids: Sequence[int], at: datetime) -> list[Member]:
        """Describe technicians at a moment, in the order given."""
        _require_known(technician_ids, self._rows)
        return [self._member(technician_id, at) for technician_id in technician_ids]

    def _member(self, technician_id: int, at: datetime) -> Member:
        row = self._rows[technician_id]
        return Member(
            technician_id=row.id,
            name=row.name,
            active=row.active,
            skills=levels_on(_day_of(row, at), self._holdings[row.id]),
            shifts=tuple(self._shifts.get(row.id, ())),
            absences=tuple(self._absences.get(row.id, ())),
        )


def members(technician_ids: Sequence[int], at: datetime) -> list[Member]:
    """Describe technicians around a moment, in the order given."""
    return Roster(technician_ids, Span(at, at)).crew(technician_ids, at)


def _rows(technician_ids: Collection[int]) -> dict[int, Technician]:
    statement = select(Technician).where(Technician.id.in_(technician_ids))
    found = session().scalars(restrict(statement, "technician:read"))
    return {row.id: row for row in found}


def _require_known(technician_ids: Sequence[int], rows: dict[int, Technician]) -> None:
    faults = [
        Fault(
            f"/technician_ids/{seat}",
            "unknown_technician",
            f"There is no technician {technician_id} whom you may plan with.",
        )
        for seat, technician_id in enumerate(technician_ids)
        if technician_id not in rows
    ]
    if faults:
        raise CannotAssignError("Some of the crew are not known.", faults=faults)


def _day_of(row: Technician, at: datetime) -> date:
    """A certificate is asked for on the visit's day where the technician works."""
    return at.astimezone(ZoneInfo(row.territory.time_zone)).date()
