"""A statement as a sheet: one row for each order, with what the answer shows of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision

from app.core.sheets import csv_of
from app.partners.rules import HOUR

COLUMNS: Final = (
    "project",
    "project_name",
    "offered_by",
    "partner",
    "work_order",
    "kind",
    "state",
    "visits",
    "visits_done",
    "planned_hours",
    "worked_hours",
    "hourly_rate",
    "amount",
    "currency",
)
_CENT: Final = Decimal("0.01")


def as_csv(statement: Mapping[str, Any]) -> str:
    """Write the lines of a statement that is shown; the sheet adds up by itself."""
    rows = (
        _row(part, line) for part in statement["projects"] for line in part["orders"]
    )
    return csv_of(COLUMNS, rows)


def _row(part: Mapping[str, Any], line: Mapping[str, Any]) -> Sequence[Any]:
    return (
        part["reference"],
        part["name"],
        part["offered_by"]["name"],
        part["partner"]["name"],
        line["reference"],
        line["kind"],
        line["state"],
        line["visits"],
        line["visits_done"],
        _hours(line["planned_seconds"]),
        _hours(line["worked_seconds"]),
        _major(line["rate"]),
        _major(line["amount"]),
        line["rate"]["currency"] if line["rate"] else "",
    )


def _hours(seconds: int) -> Decimal:
    return (Decimal(seconds) / HOUR).quantize(_CENT)


def _major(amount: Mapping[str, Any] | None) -> Decimal | str:
    if amount is None:
        return ""
    places = get_currency_precision(amount["currency"])
    return Decimal(amount["minor"]).scaleb(-places)
