"""The rows of one reference are one project; what is wrong is told at its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.projects.rules.check import Finding
from app.projects.rules.intake import (
    Customer,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
)
from app.projects.rules.layout import CellFault
from app.projects.rules.order_rows import OrderRow
from app.projects.states import Priority

#: What must be the same in every row of a project that says it.
OF_PROJECT: Final = (
    "project_name",
    "customer_name",
    "customer_phone",
    "customer_email",
    "note",
    "priority",
    "earliest",
    "due",
)
#: What every row of a site must agree on.
OF_SITE: Final = ("point", "datum", "contact_name", "contact_phone")
REQUIRED_ONCE: Final = ("project_name", "customer_name", "customer_phone")
#: Where the values of an order come from.
COLUMNS: Final = {
    "/name": "project_name",
    "/external_reference": "external_reference",
    "/customer/name": "customer_name",
    "/customer/phone": "customer_phone",
    "/customer/email": "customer_email",
    "/wishes/note": "note",
    "/wishes/priority": "priority",
    "/wishes/earliest": "earliest",
    "/wishes/due": "due",
}
SITE_COLUMNS: Final = {"name": "site_name", "point": "lat"}
PLACE: Final = frozenset({"lat", "lon", "datum", "address"})


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that make one project, and what is wrong with each of them."""

    rows: tuple[OrderRow, ...]
    intake: ProjectIntake
    #: By JSON pointer, the row and column that a value stands in.
    cells: Mapping[str, tuple[int, str]]
    faults: Mapping[int, tuple[CellFault, ...]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        return self.rows[0].text("external_reference")

    @property
    def first(self) -> int:
        return self.rows[0].number

    @property
    def is_good(self) -> bool:
        return not any(self.faults.values())


def group(rows: Iterable[OrderRow]) -> list[Group]:
    """Gather the rows by reference, in the order of the sheet."""
    gathered: dict[str, list[OrderRow]] = {}
    for row in rows:
        # Without a reference a row belongs to nothing, so it stands alone.
        key = row.text("external_reference") or f"\n{row.number}"
        gathered.setdefault(key, []).append(row)
    return [_group(tuple(each)) for each in gathered.values()]


def _group(rows: tuple[OrderRow, ...]) -> Group:
    faults = {row.number: list(row.faults) for row in rows}
    _agree(rows, OF_PROJECT, faults)
    _require_once(rows, faults)
    cells: dict[str, tuple[int, str]] = {}
    sites: list[SiteIntake] = []
    for place, those in enumerate(_by_site(rows)):
        _agree(those, OF_SITE, faults)
        _alone(those, faults)
        sites.append(_site(place, those, cells))
    for pointer, column in COLUMNS.items():
        cells[pointer] = (_speaker(rows, column).number, column)
    intake = _intake(rows, tuple(sites))
    told = {number: tuple(each) for number, each in faults.items()}
    return Group(rows, intake, cells, told)


def _by_site(rows: Sequence[OrderRow]) -> list[tuple[OrderRow, ...]]:
    sites: dict[tuple[str, str], list[OrderRow]] = {}
    for row in rows:
        sites.setdefault((row.text("site_name"), row.text("address")), []).append(row)
    return [tuple(each) for each in sites.values()]


def _value(row: OrderRow, column: str) -> object:
    """Return what the row says in a column, or None when it says nothing."""
    match column:
        case "point":
            return row.point
        case "datum":
            return row.datum if row.point else None
        case "priority":
            return row.priority
        case "earliest":
            return row.earliest
        case "due":
            return row.due
        case _:
            return row.text(column) or None


def _speaker(rows: Sequence[OrderRow], column: str) -> OrderRow:
    """Return the first row that says something in the column."""
    return next((row for row in rows if _value(row, column) is not None), rows[0])


def _agree(
    rows: Sequence[OrderRow],
    columns: Iterable[str],
    faults: dict[int, list[CellFault]],
) -> None:
    for column in columns:
        speaker = _speaker(rows, column)
        said = _value(speaker, column)
        for row in rows:
            if _value(row, column) not in {None, said}:
                faults[row.number].append(_contradiction(column, speaker.number))


def _contradiction(column: str, number: int) -> CellFault:
    return CellFault(
        SITE_COLUMNS.get(column, column),
        "contradicts",
        f"Row {number} of the same project says otherwise.",
        f"Write what row {number} says, or give this row a reference of its own.",
    )


def _require_once(rows: Sequence[OrderRow], faults: dict[int, list[CellFault]]) -> None:
    for column in REQUIRED_ONCE:
        spoken = any(row.text(column) for row in rows)
        known = {fault.column for row in rows for fault in row.faults}
        if not spoken and column not in known:
            detail = f"{column} is empty."
            fault = CellFault(column, "missing", detail, "Fill the cell.")
            faults[rows[0].number].append(fault)


def _alone(rows: Sequence[OrderRow], faults: dict[int, list[CellFault]]) -> None:
    """Refuse a model that a site asks for in two rows: a copy, or so many more."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        wanted = (row.text("brand").casefold(), row.text("model").casefold())
        if all(wanted) and wanted in seen:
            fault = CellFault(
                "model",
                "twice",
                f"Row {seen[wanted]} asks for this model at this site already.",
                "Put the whole quantity into one row.",
            )
            faults[row.number].append(fault)
        seen.setdefault(wanted, row.number)


def _site(
    place: int, rows: tuple[OrderRow, ...], cells: dict[str, tuple[int, str]]
) -> SiteIntake:
    at = f"/sites/{place}"
    point = _speaker(rows, "point")
    cells[f"{at}/point"] = (point.number, "lat" if point.point else "address")
    for name in ("name", "address", "datum", "contact_name", "contact_phone"):
        column = SITE_COLUMNS.get(name, name)
        cells[f"{at}/{name}"] = (_speaker(rows, column).number, column)
    for number, row in enumerate(rows):
        for name in ("brand", "model", "quantity"):
            cells[f"{at}/lines/{number}/{name}"] = (row.number, name)
    contact = _speaker(rows, "contact_phone").text("contact_phone")
    return SiteIntake(
        name=rows[0].text("site_name") or rows[0].text("project_name"),
        address=rows[0].text("address"),
        point=point.point,
        datum=point.datum,
        contact_name=_speaker(rows, "contact_name").text("contact_name") or None,
        contact_phone=contact or None,
        lines=tuple(
            LineIntake(row.text("brand"), row.text("model"), row.quantity)
            for row in rows
        ),
    )


def _intake(rows: tuple[OrderRow, ...], sites: tuple[SiteIntake, ...]) -> ProjectIntake:
    def said(column: str) -> str:
        return _speaker(rows, column).text(column)

    def moment(column: str) -> datetime | None:
        value = _value(_speaker(rows, column), column)
        return value if isinstance(value, datetime) else None

    customer = Customer(
        said("customer_name"), said("customer_phone"), said("customer_email") or None
    )
    return ProjectIntake(
        name=said("project_name"),
        external_reference=said("external_reference") or None,
        customer=customer,
        wishes=Wishes(
            moment("earliest"),
            moment("due"),
            _speaker(rows, "priority").priority or Priority.NORMAL,
            said("note") or None,
        ),
        sites=sites,
    )


def with_findings(one: Group, findings: Iterable[Finding]) -> Group:
    """Tell what the business finds wrong at the cells that it comes from."""
    faults = {number: list(each) for number, each in one.faults.items()}
    for found in findings:
        number, column = one.cells.get(found.pointer, (one.first, "external_reference"))
        known = {fault.column for fault in faults[number]}
        # A cell that cannot be read explains why its value is missing.
        if column in known or (column in PLACE and known & PLACE):
            continue
        fault = CellFault(column, found.code, found.cause, found.remedy)
        faults[number].append(fault)
    told = {number: tuple(each) for number, each in faults.items()}
    return Group(one.rows, one.intake, one.cells, told)


def held_back(one: Group) -> dict[int, tuple[CellFault, ...]]:
    """Return every row's faults; the good rows of a bad project wait for the others."""
    bad = [number for number, faults in one.faults.items() if faults]
    if not bad:
        return dict(one.faults)
    those = f"row {bad[0]}" if len(bad) == 1 else f"rows {', '.join(map(str, bad))}"
    wait = CellFault(
        "external_reference",
        "held_back",
        f"Held back because of {those} of the same project.",
        f"Put {those} right, then import the file again.",
    )
    return {number: faults or (wait,) for number, faults in one.faults.items()}
