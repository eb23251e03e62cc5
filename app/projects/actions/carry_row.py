"""The good rows of one project, or one technician, go in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.core.errors import ConflictError, InvalidError, PaigongError
from app.projects.actions.judge import groups_of, judge_orders, judge_technicians
from app.projects.actions.take_order import create_project
from app.projects.models import ImportRow
from app.projects.rules.imports import Judged
from app.projects.rules.intake import Desk
from app.projects.rules.layout import CellFault, Record
from app.projects.states import ImportKind, RowOutcome
from app.technicians.actions import add_technician
from app.technicians.rules import TechnicianIntake, read_row

#: The column whose value says which rows go in together.
GROUPED_BY: Final[Mapping[ImportKind, str | None]] = {
    ImportKind.PROJECTS: "external_reference",
    ImportKind.TECHNICIANS: None,
}


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the rows."""

    outcome: RowOutcome
    project_id: int | None = None
    faults: Mapping[int, tuple[CellFault, ...]] = field(default_factory=dict)


def carry(kind: ImportKind, rows: Sequence[ImportRow], desk: Desk) -> Carried:
    """Take the rows in; what changed since the preview makes them known or bad."""
    found = [Record(row.number, row.values) for row in rows]
    is_order = kind is ImportKind.PROJECTS
    judged = judge_orders(found, desk) if is_order else judge_technicians(found, desk)
    if judged[0].outcome is not RowOutcome.GOOD:
        return _as_judged(judged)
    try:
        return _take(found, desk) if is_order else _join(found[0], desk)
    except (InvalidError, ConflictError) as refusal:
        return refused(kind, rows, refusal)


def refused(kind: ImportKind, rows: Sequence[ImportRow], refusal: Exception) -> Carried:
    """Make the rows bad, in the refusal's words or, from the database, in ours."""
    column = "external_reference" if kind is ImportKind.PROJECTS else "phone"
    remedy = "Put it right, then import the file again."
    if isinstance(refusal, PaigongError):
        fault = CellFault(column, refusal.code, refusal.detail, remedy)
    else:
        fault = CellFault(
            column,
            "not_storable",
            "The database does not take a value of these rows, or one that follows "
            "from them: a number may be too large.",
            remedy,
        )
    return Carried(RowOutcome.BAD, None, {row.number: (fault,) for row in rows})


def _as_judged(judged: Sequence[Judged]) -> Carried:
    faults = {row.number: row.faults for row in judged}
    return Carried(judged[0].outcome, judged[0].project_id, faults)


def _take(found: Sequence[Record], desk: Desk) -> Carried:
    [one] = groups_of(found)
    project, is_new = create_project(one.intake, desk)
    return Carried(RowOutcome.ADDED if is_new else RowOutcome.KNOWN, project.id)


def _join(found: Record, desk: Desk) -> Carried:
    read = read_row(found.values)
    if isinstance(read, TechnicianIntake):
        add_technician(replace(read, organisation_id=desk.organisation_id))
    return Carried(RowOutcome.ADDED)
