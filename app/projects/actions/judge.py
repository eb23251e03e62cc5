"""What would become of each row of a file; nothing is kept."""

from collections.abc import Iterable, Mapping, Sequence

from flask import current_app

from app.projects.models import Project
from app.projects.queries import intake as queries
from app.projects.rules.check import Surroundings, findings_of
from app.projects.rules.grouping import Group, group, held_back, with_findings
from app.projects.rules.imports import Judged
from app.projects.rules.intake import Desk, differences, digest
from app.projects.rules.layout import ORDERS, TECHNICIANS, CellFault, Record, records
from app.projects.rules.order_rows import read_order_row
from app.projects.rules.table import read_table
from app.projects.states import ImportKind, RowOutcome
from app.technicians import queries as technicians
from app.technicians.rules import TechnicianIntake, read_row

LAYOUTS = {ImportKind.PROJECTS: ORDERS, ImportKind.TECHNICIANS: TECHNICIANS}


def judge(kind: ImportKind, data: bytes, desk: Desk) -> list[Judged]:
    """Read a file and tell every fault of every row, in the order of the sheet."""
    found = records(read_table(data), LAYOUTS[kind])
    if kind is ImportKind.TECHNICIANS:
        return judge_technicians(found, desk)
    return judge_orders(found, desk)


def groups_of(found: Iterable[Record]) -> list[Group]:
    zone = current_app.config["DEFAULT_TIME_ZONE"]
    return group([read_order_row(record, zone) for record in found])


def judge_orders(found: Sequence[Record], desk: Desk) -> list[Judged]:
    """Judge rows by project: one bad row holds its project back."""
    groups = groups_of(found)
    intakes = [each.intake for each in groups]
    around = queries.surroundings(intakes, desk, queries.places_of(intakes))
    references = [each.reference for each in groups if each.reference]
    known = queries.known_orders(desk, references)
    values = {record.number: record.values for record in found}
    judged = [
        row
        for each in groups
        for row in _judge_group(each, around, known.get(each.reference), values)
    ]
    return sorted(judged, key=lambda row: row.number)


def _judge_group(
    one: Group,
    around: Surroundings,
    known: Project | None,
    values: Mapping[int, Mapping[str, str]],
) -> list[Judged]:
    project_id: int | None = None
    outcome = RowOutcome.GOOD
    if known is None:
        one = with_findings(one, findings_of(one.intake, around))
    elif one.is_good:
        one = _compared(one, known)
        outcome, project_id = RowOutcome.KNOWN, known.id
    if not one.is_good:
        outcome, project_id = RowOutcome.BAD, None
    return [
        Judged(number, values[number], faults, outcome, project_id)
        for number, faults in held_back(one).items()
    ]


def _compared(one: Group, known: Project) -> Group:
    """Tell a reference that came before with another order."""
    pointers = differences(known.intake, digest(one.intake))
    cells = [one.cells.get(p, (one.first, p.strip("/"))) for p in pointers]
    if not pointers:
        return one
    fault = CellFault(
        "external_reference",
        "different_order",
        f"{one.reference} is {known.reference} already, and came with other values in "
        f"{', '.join(sorted({column for _, column in cells}))}.",
        "Change that project instead, or give these rows a reference of their own.",
    )
    faults = {**one.faults, one.first: (*one.faults[one.first], fault)}
    return Group(one.rows, one.intake, one.cells, faults)


def judge_technicians(found: Sequence[Record], desk: Desk) -> list[Judged]:
    """Judge each row by itself; the phone number tells who is known."""
    codes = technicians.known_codes(desk.organisation_id)
    seen: dict[str, int] = {}
    judged: list[Judged] = []
    for record in found:
        read = read_row(record.values, codes)
        if not isinstance(read, TechnicianIntake) or record.faults:
            faults = list(record.faults)
            if not isinstance(read, TechnicianIntake):
                faults += [
                    CellFault(f.column, f.code, f.detail, f.remedy) for f in read
                ]
            judged.append(_bad(record, faults))
        elif read.phone in seen:
            judged.append(_bad(record, [_same_phone(seen[read.phone])]))
        else:
            seen[read.phone] = record.number
            row = technicians.technician_by_phone(desk.organisation_id, read.phone)
            outcome = RowOutcome.KNOWN if row else RowOutcome.GOOD
            judged.append(Judged(record.number, record.values, (), outcome))
    return judged


def _bad(record: Record, faults: Sequence[CellFault]) -> Judged:
    return Judged(record.number, record.values, tuple(faults), RowOutcome.BAD)


def _same_phone(number: int) -> CellFault:
    return CellFault(
        "phone",
        "twice",
        f"Row {number} has this number already.",
        "Give each technician a number of their own.",
    )
