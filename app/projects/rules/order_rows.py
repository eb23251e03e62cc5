"""A row of an orders' sheet: its values, or every fault with its remedy."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from app.core.coordinates import Datum, Degrees
from app.projects.rules.layout import CellFault, Record
from app.projects.states import Priority

T = TypeVar("T")

#: The most characters of each text, as the database holds it.
LONGEST: Final = {
    "external_reference": 100,
    "project_name": 200,
    "customer_name": 200,
    "customer_phone": 40,
    "customer_email": 254,
    "site_name": 200,
    "address": 500,
    "contact_name": 200,
    "contact_phone": 40,
    "brand": 40,
    "model": 40,
    "note": 2000,
}
MOST_UNITS: Final = 10_000
FIRST_YEAR: Final = 1971
LAST_YEAR: Final = 2200
NEEDED: Final = ("external_reference", "address", "brand", "model", "quantity")
PRIORITIES: Final = {
    **{each.value: each for each in Priority},
    "紧急": Priority.CRITICAL,
    "高": Priority.HIGH,
    "普通": Priority.NORMAL,
    "中": Priority.NORMAL,
    "低": Priority.LOW,
}
DATUMS: Final = {
    **{each.value: each for each in Datum},
    "gps": Datum.WGS84,
    "火星": Datum.GCJ02,
    "高德": Datum.GCJ02,
    "腾讯": Datum.GCJ02,
    "百度": Datum.BD09,
}
DAY_REMEDY: Final = "Write a day as 2026-12-31."


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What a row says; what it does not say, or says wrongly, is empty."""

    number: int
    texts: dict[str, str]
    point: Degrees | None
    datum: Datum
    quantity: int
    priority: Priority | None
    earliest: datetime | None
    due: datetime | None
    faults: tuple[CellFault, ...]

    def text(self, column: str) -> str:
        return self.texts.get(column, "")


@dataclass(slots=True)
class _Reader:
    record: Record
    faults: list[CellFault] = field(default_factory=list)

    def text(self, column: str) -> str:
        if any(fault.column == column for fault in self.record.faults):
            return ""
        return self.record.values.get(column, "")

    def refuse(self, column: str, code: str, detail: str, remedy: str) -> None:
        self.faults.append(CellFault(column, code, detail, remedy))

    def read(self, column: str, parse: Callable[[str], T], remedy: str) -> T | None:
        """Parse a cell; an empty one is None, a bad one a fault."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse(text)
        except (ValueError, KeyError, OverflowError):
            shown = textwrap.shorten(text, 40, placeholder="…")
            self.refuse(column, "unreadable", f"{shown!r} cannot be read.", remedy)
            return None


def read_order_row(record: Record, time_zone: str) -> OrderRow:
    """Read one row; days are days of `time_zone`, and a due day is worked in full."""
    reader = _Reader(record)
    _require(reader)
    zone = ZoneInfo(time_zone)
    units = f"Write a whole number from 1 to {MOST_UNITS}."
    ranks = f"Write one of {', '.join(Priority)}, or leave it empty."
    row = OrderRow(
        number=record.number,
        texts={column: _short(reader, column) for column in LONGEST},
        point=_point(reader),
        datum=reader.read("datum", _datum, f"Write one of {', '.join(Datum)}.")
        or Datum.WGS84,
        quantity=reader.read("quantity", _units, units) or 1,
        priority=reader.read("priority", lambda t: PRIORITIES[t.casefold()], ranks),
        earliest=reader.read("earliest", lambda t: _moment(t, zone, 0), DAY_REMEDY),
        due=reader.read("due", lambda t: _moment(t, zone, 1), DAY_REMEDY),
        faults=(),
    )
    return replace(row, faults=(*record.faults, *reader.faults))


def _require(reader: _Reader) -> None:
    formulas = {fault.column for fault in reader.record.faults}
    for column in NEEDED:
        if not reader.text(column) and column not in formulas:
            reader.refuse(column, "missing", f"{column} is empty.", "Fill the cell.")


def _short(reader: _Reader, column: str) -> str:
    text, most = reader.text(column), LONGEST[column]
    if len(text) <= most:
        return text
    detail = f"{column} has {len(text)} characters."
    reader.refuse(column, "too_long", detail, f"Shorten it to {most}.")
    return text[:most]


def _point(reader: _Reader) -> Degrees | None:
    lat = reader.read("lat", _degrees(90), "Write degrees from -90 to 90.")
    lon = reader.read("lon", _degrees(180), "Write degrees from -180 to 180.")
    if lat is not None and lon is not None:
        return Degrees(lat, lon)
    for column, other in (("lat", "lon"), ("lon", "lat")):
        if not reader.text(column) and reader.text(other):
            detail = f"{other} stands without {column}."
            reader.refuse(column, "missing", detail, f"Fill {column}, or empty both.")
    return None


def _degrees(most: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = float(text)
        if not -most <= value <= most:
            raise ValueError(text)
        return value

    return parse


def _datum(text: str) -> Datum:
    return DATUMS[text.casefold().replace("-", "").replace("_", "").replace(" ", "")]


def _units(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MOST_UNITS:
        raise ValueError(text)
    return value


def _moment(text: str, zone: ZoneInfo, days_after: int) -> datetime:
    """Read a day, or a moment with or without an offset."""
    plain = text.replace("/", "-").replace(".", "-") if "T" not in text else text
    try:
        day = _day(plain)
        moment = datetime.combine(day + timedelta(days=days_after), time(), zone)
    except ValueError:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _day(text: str) -> date:
    """Read 2026-1-5 as well as 2026-01-05."""
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)
