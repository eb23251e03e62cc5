"""When technicians can work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core.database import session
from app.technicians.models import Absence, ShiftException, ShiftPattern, Technician
from app.technicians.rules import (
    DayException,
    DayPattern,
    Interval,
    Pause,
    TechnicianShift,
    calendar_of,
    cut,
    disjoint,
    place,
    shift_on,
)


def shifts_between(
    technician_ids: Collection[int], from_day: date, to_day: date
) -> list[TechnicianShift]:
    """Return the spans in which technicians can work, by technician and time.

    Both days count. Absences are cut out, which may leave several spans of a day.
    """
    exceptions = _exceptions(technician_ids, from_day, to_day)
    away = _absences_by_technician(technician_ids, from_day, to_day)
    statement = select(Technician).where(Technician.id.in_(technician_ids))
    shifts: list[TechnicianShift] = []
    for row in session().scalars(statement.order_by(Technician.id)):
        whole = _whole_shifts(row, exceptions[row.id], from_day, to_day)
        for shift in disjoint(whole):
            if from_day <= shift.day <= to_day:
                shifts += cut(shift, away[row.id])
    return shifts


def _whole_shifts(
    row: Technician,
    exceptions: dict[date, DayException],
    from_day: date,
    to_day: date,
) -> Iterable[TechnicianShift]:
    """Yield the shifts, the night before included, for it may reach into the day."""
    pattern = {p.weekday: pattern_of(p) for p in row.patterns}
    holidays = calendar_of(row.territory.country)
    zone = ZoneInfo(row.territory.time_zone)
    for number in range((to_day - from_day).days + 2):
        day = from_day + timedelta(days=number - 1)
        window = shift_on(day, pattern, exceptions, holidays)
        if window is not None:
            yield place(window, zone, row.id, row.max_overtime_seconds)


def pattern_of(row: ShiftPattern) -> DayPattern:
    pause = None
    if row.break_seconds and row.break_earliest and row.break_latest_end:
        pause = Pause(row.break_earliest, row.break_latest_end, row.break_seconds)
    return DayPattern(row.weekday, row.start_time, row.end_time, pause)


def exceptions_between(
    technician_ids: Collection[int], from_day: date, to_day: date
) -> Sequence[ShiftException]:
    return (
        session()
        .scalars(
            select(ShiftException)
            .where(
                ShiftException.technician_id.in_(technician_ids),
                ShiftException.day.between(from_day, to_day),
            )
            .order_by(ShiftException.day, ShiftException.id)
        )
        .all()
    )


def _exceptions(
    technician_ids: Collection[int], from_day: date, to_day: date
) -> dict[int, dict[date, DayException]]:
    found: dict[int, dict[date, DayException]] = defaultdict(dict)
    night_before = from_day - timedelta(days=1)
    for row in exceptions_between(technician_ids, night_before, to_day):
        found[row.technician_id][row.day] = DayException(
            row.day, row.working, row.start_time, row.end_time
        )
    return found


def absences_between(
    technician_ids: Collection[int], from_day: date, to_day: date
) -> Sequence[Absence]:
    """Return absences that touch the days, in whatever time zone."""
    return (
        session()
        .scalars(
            select(Absence)
            .where(
                Absence.technician_id.in_(technician_ids),
                Absence.ends_at > from_day - timedelta(days=1),
                Absence.starts_at < to_day + timedelta(days=3),
            )
            .order_by(Absence.starts_at, Absence.id)
        )
        .all()
    )


def _absences_by_technician(
    technician_ids: Collection[int], from_day: date, to_day: date
) -> dict[int, list[Interval]]:
    found: dict[int, list[Interval]] = defaultdict(list)
    for row in absences_between(technician_ids, from_day, to_day):
        found[row.technician_id].append(Interval(row.starts_at, row.ends_at))
    return found


def exception_on(technician_id: int, day: date) -> ShiftException | None:
    return session().scalar(
        select(ShiftException).where(
            ShiftException.technician_id == technician_id, ShiftException.day == day
        )
    )
