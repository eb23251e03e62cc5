"""What a calendar says of a visit: when, how certain, and how much of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from app.catalogue.states import WorkKind
from app.visits.states import VisitState

LANGUAGES: Final = ("zh", "en")
BACK: Final = timedelta(days=14)
AHEAD: Final = timedelta(days=60)
#: How exactly it is kept when a calendar was last read.
SEEN_EACH: Final = timedelta(minutes=1)

_S = VisitState
#: These have a time that nobody was told of yet.
_UNTOLD: Final = frozenset({_S.OPEN, _S.TENTATIVE})
#: In these a visit has its day; the hour is told once it is promised.
_PLANNED: Final = frozenset({_S.PLANNED, _S.CONFIRMED})


class Certainty(StrEnum):
    """As the format has it."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarVisit:
    """A visit with a time, as far as the calendar may tell it."""

    id: int
    version: int
    state: VisitState
    kind: WorkKind
    part: int
    parts: int
    starts_at: datetime
    ends_at: datetime
    promise_start: datetime | None
    promise_end: datetime | None
    dispatched_at: datetime | None
    changed_at: datetime
    time_zone: str
    reference: str
    place: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry; two dates stand for whole days, the second of which is not in it."""

    visit: CalendarVisit
    start: datetime | date
    end: datetime | date
    certainty: Certainty

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.start, datetime)


def technicians_events(visits: Iterable[CalendarVisit]) -> list[CalendarEvent]:
    """Who carries visits out is told when they are planned."""
    return [
        CalendarEvent(
            visit, _utc(visit.starts_at), _utc(visit.ends_at), _certainty(visit)
        )
        for visit in visits
    ]


def customers_events(visits: Iterable[CalendarVisit]) -> list[CalendarEvent]:
    """Tell of a project what its customer's page tells, no sooner and no closer."""
    return [
        CalendarEvent(visit, *_told_time(visit), _certainty(visit))
        for visit in visits
        if visit.state not in _UNTOLD
    ]


def _certainty(visit: CalendarVisit) -> Certainty:
    if visit.state is _S.CANCELLED:
        return Certainty.CANCELLED
    is_held = visit.state is _S.TENTATIVE
    return Certainty.TENTATIVE if is_held else Certainty.CONFIRMED


def _told_time(visit: CalendarVisit) -> tuple[datetime | date, datetime | date]:
    """Return the promised window; else the hours once a crew was sent, or the day."""
    if visit.promise_start is not None and visit.promise_end is not None:
        return _utc(visit.promise_start), _utc(visit.promise_end)
    if visit.state is _S.CANCELLED:
        was_sent = visit.dispatched_at is not None
    else:
        was_sent = visit.state not in _PLANNED
    if was_sent:
        return _utc(visit.starts_at), _utc(visit.ends_at)
    day = visit.starts_at.astimezone(ZoneInfo(visit.time_zone)).date()
    return day, day + timedelta(days=1)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
