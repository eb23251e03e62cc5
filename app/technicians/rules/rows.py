"""A row of a technicians' sheet: an intake, or every fault with its remedy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, TypeVar

from app.technicians.rules.faults import pattern_faults, skill_faults
from app.technicians.rules.intake import TechnicianIntake, normal_phone
from app.technicians.rules.shifts import DayPattern, Pause
from app.technicians.rules.skills import Holding

T = TypeVar("T")

COLUMNS: Final = (
    "name",
    "phone",
    "territory",
    "home_lat",
    "home_lon",
    "max_overtime_minutes",
    "capacity_kg",
    "capacity_m3",
    "speed_percent",
    "skills",
    "weekdays",
    "start_time",
    "end_time",
    "break_earliest",
    "break_latest_end",
    "break_minutes",
)
REQUIRED: Final = ("name", "phone", "territory", "home_lat", "home_lon")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YES_WEEK: Final = "mon tue wed thu fri"
MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in which column, and what to do about it."""

    column: str
    code: str
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The territories and skills that a row may name."""

    territories: frozenset[str]
    skills: frozenset[str]


@dataclass(slots=True)
class _Row:
    values: Mapping[str, str]
    faults: list[RowFault] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.values.get(column, "").strip()

    def refuse(self, column: str, code: str, detail: str, remedy: str) -> None:
        self.faults.append(RowFault(column, code, detail, remedy))

    def read(
        self, column: str, parse: Callable[[str], T], default: T, remedy: str
    ) -> T:
        """Parse a cell; an empty one is the default, a bad one a fault."""
        text = self.text(column)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            self.refuse(column, "unreadable", f"{text!r} cannot be read.", remedy)
            return default

    def number(self, column: str, least: float, most: float, default: float) -> float:
        remedy = f"Give a number from {least:g} to {most:g}."
        value = self.read(column, float, default, remedy)
        if not least <= value <= most:
            self.refuse(column, "out_of_range", f"{value:g} is out of range.", remedy)
            return default
        return value


def read_row(
    values: Mapping[str, str], known: KnownCodes | None = None
) -> TechnicianIntake | list[RowFault]:
    """Read one row; with `known`, codes that do not exist are faults as well.

    `skills` is `code:level[:from[:until]]`, separated by semicolons; `weekdays` is a
    list such as `mon tue wed`, which all work from `start_time` to `end_time`.
    """
    row = _Row(values)
    _require(row)
    phone = normal_phone(row.text("phone")) or ""
    if row.text("phone") and not phone:
        detail = f"{row.text('phone')!r} is not a valid phone number."
        row.refuse(
            "phone", "phone", detail, "Write it as 13812345678 or +8613812345678."
        )
    intake = TechnicianIntake(
        name=row.text("name")[:MAX_NAME],
        phone=phone,
        territory=row.text("territory"),
        home_lat=row.number("home_lat", -90, 90, 0.0),
        home_lon=row.number("home_lon", -180, 180, 0.0),
        max_overtime_seconds=round(row.number("max_overtime_minutes", 0, 480, 0) * 60),
        capacity_kg=row.number("capacity_kg", 0, 100_000, 0.0),
        capacity_m3=row.number("capacity_m3", 0, 1_000, 0.0),
        speed_percent=round(row.number("speed_percent", 10, 500, 100)),
        skills=_skills(row),
        patterns=_patterns(row),
    )
    _check(row, intake, known)
    return row.faults or intake


def _require(row: _Row) -> None:
    for column in REQUIRED:
        if not row.text(column):
            row.refuse(column, "missing", f"{column} is empty.", "Fill the cell.")


def _skills(row: _Row) -> tuple[Holding, ...]:
    remedy = "Write skills as gas:3; vrf:4:2026-01-01:2028-12-31."
    return row.read("skills", _parse_skills, (), remedy)


def _parse_skills(text: str) -> tuple[Holding, ...]:
    holdings: list[Holding] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        code, level, *days = (piece.strip() for piece in part.split(":"))
        if not 1 <= int(level) <= 5 or len(days) > 2:  # noqa: PLR2004 - levels, period
            raise ValueError(part)
        first, last = (
            date.fromisoformat(day) if day else None for day in (*days, "", "")[:2]
        )
        holdings.append(Holding(code, int(level), first, last))
    return tuple(holdings)


def _patterns(row: _Row) -> tuple[DayPattern, ...]:
    weekdays = row.read(
        "weekdays", _parse_weekdays, _parse_weekdays(YES_WEEK), f"Write {YES_WEEK}."
    )
    hour = "Write a time as 08:30."
    start = row.read("start_time", _parse_time, time(8, 30), hour)
    end = row.read("end_time", _parse_time, time(17, 30), hour)
    pause = Pause(
        row.read("break_earliest", _parse_time, time(11, 30), hour),
        row.read("break_latest_end", _parse_time, time(13, 30), hour),
        round(row.number("break_minutes", 0, 240, 0) * 60),
    )
    shown = pause if pause.seconds else None
    return tuple(DayPattern(weekday, start, end, shown) for weekday in weekdays)


def _parse_time(text: str) -> time:
    return time.fromisoformat(text).replace(tzinfo=None)


def _parse_weekdays(text: str) -> tuple[int, ...]:
    words = text.lower().replace(",", " ").split()
    return tuple(sorted({WEEKDAYS.index(word[:3]) for word in words}))


def _check(row: _Row, intake: TechnicianIntake, known: KnownCodes | None) -> None:
    """Check what several cells say together, and the codes."""
    named = {held.skill_code for held in intake.skills}
    skills = known.skills if known else named
    found = [("skills", f) for f in skill_faults(intake.skills, skills)]
    # The days of a row are alike, so one fault of each code says it all.
    shifts = {fault.code: fault for fault in pattern_faults(intake.patterns)}
    found += [(fault.pointer.rpartition("/")[2], fault) for fault in shifts.values()]
    for column, fault in found:
        row.refuse(column, fault.code, fault.detail, fault.detail)
    territory = row.text("territory")
    if known and territory and territory not in known.territories:
        remedy = f"Use one of: {', '.join(sorted(known.territories)) or 'none yet'}."
        row.refuse("territory", "unknown", f"No territory {territory!r}.", remedy)
