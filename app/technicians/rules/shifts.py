"""When somebody works: weekly pattern, exceptions, public holidays, absences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.technicians.rules.calendar import Calendar

FRIDAY, SATURDAY, SUNDAY, MONDAY = 4, 5, 6, 0
#: A weekend that is worked instead of a holiday keeps the hours of its neighbour.
STAND_IN: Final = {SATURDAY: FRIDAY, SUNDAY: MONDAY}


@dataclass(frozen=True, slots=True)
class Pause:
    """A break of `seconds` somewhere between two local times."""

    earliest: time
    latest_end: time
    seconds: int


@dataclass(frozen=True, slots=True)
class DayPattern:
    """The hours of a weekday (0 is Monday); they may end on the next day."""

    weekday: int
    start: time
    end: time
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class DayException:
    """A day off, or a day with hours of its own."""

    day: date
    working: bool
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class ShiftWindow:
    """A shift in the local time of its territory."""

    day: date
    start: time
    end: time
    pause: Pause | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open span of time."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Rest:
    """A break of `seconds` somewhere between two instants."""

    earliest: datetime
    latest_end: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class TechnicianShift:
    """A span in which a technician can work; overtime ends at `overtime_until`."""

    technician_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    overtime_until: datetime
    breaks: tuple[Rest, ...] = ()


def shift_on(
    day: date,
    pattern: Mapping[int, DayPattern],
    exceptions: Mapping[date, DayException],
    holidays: Calendar,
) -> ShiftWindow | None:
    """Return the shift of a day, or None on a day off.

    An exception outranks a public holiday, which outranks the weekly pattern.
    """
    usual = _usual(day, pattern, holidays)
    exception = exceptions.get(day)
    if exception is not None:
        if not exception.working or exception.start is None or exception.end is None:
            return None
        pause = usual.pause if usual else None
        return ShiftWindow(day, exception.start, exception.end, pause)
    if usual is None or holidays.is_holiday(day):
        return None
    return ShiftWindow(day, usual.start, usual.end, usual.pause)


def _usual(
    day: date, pattern: Mapping[int, DayPattern], holidays: Calendar
) -> DayPattern | None:
    weekday = day.weekday()
    if weekday not in pattern and holidays.is_working_weekend(day):
        weekday = STAND_IN.get(weekday, weekday)
    return pattern.get(weekday)


def place(
    window: ShiftWindow, zone: ZoneInfo, technician_id: int, overtime_seconds: int
) -> TechnicianShift:
    """Set a local shift on the time line."""
    starts_at = _instant(window.day, window.start, zone)
    ends_at = _after(window, window.end, zone, within=False)
    rests: list[Rest] = []
    if window.pause is not None:
        earliest = _after(window, window.pause.earliest, zone, within=True)
        latest = _after(window, window.pause.latest_end, zone, within=False)
        rests.append(Rest(earliest, latest, window.pause.seconds))
    overtime_until = ends_at + timedelta(seconds=overtime_seconds)
    shift = TechnicianShift(
        technician_id, window.day, starts_at, ends_at, overtime_until, tuple(rests)
    )
    return replace(shift, breaks=_fitting(shift.breaks, starts_at, ends_at))


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _after(window: ShiftWindow, at: time, zone: ZoneInfo, *, within: bool) -> datetime:
    """Place a time of the shift; one before its start is on the next day."""
    is_next_day = at < window.start or (at == window.start and not within)
    return _instant(window.day + timedelta(days=is_next_day), at, zone)


def cut(shift: TechnicianShift, absences: Iterable[Interval]) -> list[TechnicianShift]:
    """Return what absences leave of a shift.

    An absence as long as a break, within the break's window, is that break; any
    other break is owed in the first piece that has room for it, if one has.
    """
    away = _merged(absences, shift)
    edges = [shift.starts_at, *(edge for a in away for edge in _edges(a))]
    edges.append(shift.overtime_until)
    pieces = [
        replace(
            shift,
            starts_at=start,
            ends_at=min(end, shift.ends_at),
            overtime_until=end,
            breaks=(),
        )
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < min(end, shift.ends_at)
    ]
    for rest in shift.breaks:
        if not _is_rested(rest, away):
            _owe(rest, pieces)
    return pieces


def _owe(rest: Rest, pieces: list[TechnicianShift]) -> None:
    for index, piece in enumerate(pieces):
        fitting = _fitting((rest,), piece.starts_at, piece.ends_at)
        if fitting:
            pieces[index] = replace(piece, breaks=piece.breaks + fitting)
            return


def _edges(interval: Interval) -> tuple[datetime, datetime]:
    return interval.starts_at, interval.ends_at


def _merged(absences: Iterable[Interval], shift: TechnicianShift) -> list[Interval]:
    """Clip absences to the shift and join those that touch."""
    clipped = sorted(
        (max(a.starts_at, shift.starts_at), min(a.ends_at, shift.overtime_until))
        for a in absences
        if a.starts_at < shift.overtime_until and shift.starts_at < a.ends_at
    )
    merged: list[Interval] = []
    for start, end in clipped:
        if merged and start <= merged[-1].ends_at:
            last = merged.pop()
            merged.append(Interval(last.starts_at, max(last.ends_at, end)))
        else:
            merged.append(Interval(start, end))
    return merged


def _is_rested(rest: Rest, away: Sequence[Interval]) -> bool:
    return any(
        min(a.ends_at, rest.latest_end) - max(a.starts_at, rest.earliest)
        >= timedelta(seconds=rest.seconds)
        for a in away
    )


def _fitting(rests: Iterable[Rest], start: datetime, end: datetime) -> tuple[Rest, ...]:
    """Clip rests to a span, leaving out those that no longer fit in it."""
    clipped = (
        Rest(max(rest.earliest, start), min(rest.latest_end, end), rest.seconds)
        for rest in rests
    )
    return tuple(
        rest
        for rest in clipped
        if rest.latest_end - rest.earliest >= timedelta(seconds=rest.seconds)
    )


def disjoint(shifts: Iterable[TechnicianShift]) -> list[TechnicianShift]:
    """End one technician's shift where the next begins."""
    ordered = sorted(shifts, key=lambda shift: shift.starts_at)
    kept: list[TechnicianShift] = []
    for index, shift in enumerate(ordered):
        following = ordered[index + 1 : index + 2]
        limit = following[0].starts_at if following else shift.overtime_until
        ends_at = min(shift.ends_at, limit)
        if shift.starts_at < ends_at:
            kept.append(
                replace(
                    shift,
                    ends_at=ends_at,
                    overtime_until=min(shift.overtime_until, limit),
                    breaks=_fitting(shift.breaks, shift.starts_at, ends_at),
                )
            )
    return kept
