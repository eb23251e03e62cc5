"""The twelve ways in which a row of the demonstration's sheet is wrong."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

Values = dict[str, str]


class Breakage(StrEnum):
    MISSING_PHONE = "missing_phone"
    BAD_PHONE = "bad_phone"
    UNKNOWN_BRAND = "unknown_brand"
    UNKNOWN_MODEL = "unknown_model"
    QUANTITY_ZERO = "quantity_zero"
    QUANTITY_TEXT = "quantity_text"
    SWAPPED_COORDINATES = "swapped_coordinates"
    OUTSIDE_TERRITORIES = "outside_territories"
    MISSING_ADDRESS = "missing_address"
    DUE_BEFORE_EARLIEST = "due_before_earliest"
    UNKNOWN_PRIORITY = "unknown_priority"
    CONTRADICTION = "contradiction"


#: The column at which each is told.
COLUMN_OF: Final[Mapping[Breakage, str]] = {
    Breakage.MISSING_PHONE: "customer_phone",
    Breakage.BAD_PHONE: "customer_phone",
    Breakage.UNKNOWN_BRAND: "brand",
    Breakage.UNKNOWN_MODEL: "model",
    Breakage.QUANTITY_ZERO: "quantity",
    Breakage.QUANTITY_TEXT: "quantity",
    Breakage.SWAPPED_COORDINATES: "lat",
    Breakage.OUTSIDE_TERRITORIES: "lat",
    Breakage.MISSING_ADDRESS: "address",
    Breakage.DUE_BEFORE_EARLIEST: "due",
    Breakage.UNKNOWN_PRIORITY: "priority",
    Breakage.CONTRADICTION: "customer_name",
}

#: Tian'anmen: in China, and in no territory of the demonstration.
BEIJING: Final = {"lat": "39.908700", "lon": "116.397500", "datum": "wgs84"}


def _swapped(values: Values) -> Values:
    return {"lat": values["lon"], "lon": values["lat"]}


def _always(**changes: str) -> Callable[[Values], Values]:
    return lambda _: changes


_CHANGES: Final[Mapping[Breakage, Callable[[Values], Values]]] = {
    Breakage.MISSING_PHONE: _always(customer_phone=""),
    Breakage.BAD_PHONE: _always(customer_phone="12345"),
    Breakage.UNKNOWN_BRAND: _always(brand="nobrand"),
    Breakage.UNKNOWN_MODEL: _always(model="XX-000"),
    Breakage.QUANTITY_ZERO: _always(quantity="0"),
    Breakage.QUANTITY_TEXT: _always(quantity="三台"),
    Breakage.SWAPPED_COORDINATES: _swapped,
    Breakage.OUTSIDE_TERRITORIES: _always(**BEIJING),
    Breakage.MISSING_ADDRESS: _always(address=""),
    Breakage.UNKNOWN_PRIORITY: _always(priority="asap"),
}


def broken(values: Values, breakage: Breakage, first_day: date) -> list[Values]:
    """Return the row, broken in this way; a contradiction takes a second row."""
    if breakage is Breakage.CONTRADICTION:
        other = {"customer_name": "另一位客户", "site_name": "另一处现场"}
        return [values, {**values, **other}]
    if breakage is Breakage.DUE_BEFORE_EARLIEST:
        days = {
            "earliest": (first_day + timedelta(days=10)).isoformat(),
            "due": (first_day + timedelta(days=3)).isoformat(),
        }
        return [{**values, **days}]
    return [{**values, **_CHANGES[breakage](values)}]
