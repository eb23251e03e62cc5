"""What goes into a spreadsheet: cells that no program takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any, Final

#: What makes a spreadsheet take a text for a formula (OWASP ASVS 1.2.10).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
#: At the front of a file, it lets Excel read Chinese as UTF-8.
MARK: Final = "\ufeff"


def cell(value: Any) -> Any:
    """Return what a cell holds: numbers as they are, times and texts as safe text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        text = str(value)
        return f"'{text}" if text.startswith(FORMULA) else text
    return value


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a short sheet as CSV, mark included."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return MARK + sheet.getvalue()
