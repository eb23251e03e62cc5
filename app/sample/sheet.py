"""A sheet of made-up orders, one row in ten broken, the same for the same seed."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

from app.core.coordinates import Datum, from_wgs84
from app.projects.rules.intake import LineIntake, ProjectIntake
from app.projects.rules.layout import ORDERS
from app.sample.breakages import Breakage, broken
from app.sample.orders import sample_orders

#: Most maps in China give shifted coordinates, so some rows do.
DATUMS: Final = (*[Datum.WGS84] * 7, *[Datum.GCJ02] * 2, Datum.BD09)
BROKEN_IN: Final = 10
NUMBERS: Final = frozenset({"lat", "lon", "quantity"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row, and in which way it is wrong."""

    values: dict[str, str]
    breakage: Breakage | None = None


def sample_rows(count: int, seed: int, first_day: date) -> list[SheetRow]:
    """Make `count` rows up; the rows of an order stand together."""
    random = Random(seed)  # noqa: S311 - made-up orders are no secret
    orders = sample_orders(2 * count, first_day, seed, prefix="SHEET")
    bad = [
        _broken_rows(random, next(orders), list(Breakage)[n % len(Breakage)], first_day)
        for n in range(count // BROKEN_IN)
    ]
    room = count - sum(map(len, bad))
    good: list[list[SheetRow]] = []
    while room > 0:
        rows = [SheetRow(values) for values in _rows(random, next(orders))][:room]
        good.append(rows)
        room -= len(rows)
    groups = bad + good
    random.shuffle(groups)
    return [row for group in groups for row in group]


def _broken_rows(
    random: Random, order: ProjectIntake, breakage: Breakage, first_day: date
) -> list[SheetRow]:
    """Break an order of one line; of a contradiction only the second row is wrong."""
    *before, last = broken(next(_rows(random, order)), breakage, first_day)
    return [*map(SheetRow, before), SheetRow(last, breakage)]


def _rows(random: Random, order: ProjectIntake) -> Iterator[dict[str, str]]:
    datum = random.choice(DATUMS)
    for site in order.sites:
        assert site.point is not None  # noqa: S101 - sample orders have their place
        point = from_wgs84(site.point, datum)
        for line in site.lines:
            yield {
                **_order_values(order, line),
                "site_name": site.name,
                "address": site.address,
                "lat": f"{point.lat:.6f}",
                "lon": f"{point.lon:.6f}",
                "datum": datum.value,
                "contact_name": site.contact_name or "",
                "contact_phone": site.contact_phone or "",
            }


def _order_values(order: ProjectIntake, line: LineIntake) -> dict[str, str]:
    wishes = order.wishes
    return {
        "external_reference": order.external_reference or "",
        "project_name": order.name,
        "customer_name": order.customer.name,
        "customer_phone": order.customer.phone,
        "customer_email": order.customer.email or "",
        "brand": line.brand,
        "model": line.model,
        "quantity": str(line.quantity),
        "priority": wishes.priority.value,
        "earliest": wishes.earliest.date().isoformat() if wishes.earliest else "",
        "due": wishes.due.date().isoformat() if wishes.due else "",
        "note": wishes.note or "",
    }


def write_sheet(path: Path, rows: Sequence[SheetRow]) -> None:
    """Write the rows as XLSX, or as CSV when the name ends so."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, rows)
    else:
        _write_xlsx(path, rows)


def _write_csv(path: Path, rows: Sequence[SheetRow]) -> None:
    # The mark at the beginning tells spreadsheet programs that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ORDERS.columns)
        writer.writeheader()
        writer.writerows(row.values for row in rows)


def _write_xlsx(path: Path, rows: Sequence[SheetRow]) -> None:
    book = Workbook(write_only=False)
    sheet = book.worksheets[0]
    sheet.title = "Orders"
    sheet.append(list(ORDERS.columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(name, row.values[name]) for name in ORDERS.columns])
    book.save(path)


def _cell(column: str, text: str) -> str | float | None:
    """Let numbers be numbers, as a person's sheet has them."""
    if column in NUMBERS:
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return text
    return text or None
