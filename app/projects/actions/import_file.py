"""A file is read and shown, then carried out, project by project, exactly once."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import DataError, IntegrityError

from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.errors import ConflictError, InvalidError
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.organisations.models import Organisation
from app.projects.actions.carry_row import GROUPED_BY, Carried, carry, refused
from app.projects.actions.judge import judge
from app.projects.models import Import, ImportRow
from app.projects.queries import imports as queries
from app.projects.queries.intake import desk_of, own_desk
from app.projects.rules.imports import Judged
from app.projects.rules.intake import Desk
from app.projects.states import ImportKind, ImportState, RowOutcome, move_import
from app.web.feed import Change, announce, organisation_scope
from app.web.policy import require

JOB: Final = "projects.commit_import"
LONGEST_NAME: Final = 200


def preview_import(
    kind: ImportKind, file_name: str, data: bytes, desk: Desk | None = None
) -> Import:
    """Somebody shows a file; every fault of every row is kept for them to read."""
    if kind is ImportKind.TECHNICIANS:
        # Who may not add technicians one by one may not add a hundred either.
        require("technician:change")
    desk = desk or own_desk()
    judged = judge(kind, data, desk)
    counts = Counter(row.outcome for row in judged)
    with transaction() as tx:
        shown = Import(
            owner_organisation_id=desk.organisation_id,
            kind=kind,
            file_name=file_name[-LONGEST_NAME:],
            file_hash=hashlib.sha256(data).hexdigest(),
            state=ImportState.PREVIEW,
            rows_total=len(judged),
            rows_good=counts[RowOutcome.GOOD],
            rows_bad=counts[RowOutcome.BAD],
            rows_known=counts[RowOutcome.KNOWN],
            created_by_user_id=current_actor().user_id,
        )
        tx.session.add(shown)
        tx.session.flush()
        tx.session.add_all(_row(shown, row) for row in judged)
        _tell(tx, shown)
    return shown


def _row(shown: Import, row: Judged) -> ImportRow:
    return ImportRow(
        import_id=shown.id,
        number=row.number,
        owner_organisation_id=shown.owner_organisation_id,
        values=dict(row.values),
        faults=[asdict(fault) for fault in row.faults],
        outcome=row.outcome,
        project_id=row.project_id,
    )


def _tell(tx: Transaction, shown: Import) -> None:
    scope = organisation_scope(shown.owner_organisation_id)
    announce(tx, [scope], Change("import", shown.id, shown.version))


@retry_conflicts
def commit_import(import_id: int) -> Import:
    """The good rows shall go in; asking again adds nothing twice.

    Who asks while it is still going on wakes it, should its job have been lost.
    """
    with transaction() as tx:
        shown = queries.for_commit(import_id)
        if shown.state is ImportState.COMMITTED:
            return shown
        if shown.state is ImportState.COMMITTING:
            tx.defer(JOB, import_id=shown.id)
            return shown
        shown.state = move_import(shown.state, ImportState.COMMITTING)
        shown.version += 1
        owner = shown.owner_organisation_id
        record(
            tx, owner, "import.commit", "import", shown.id, {"rows": shown.rows_good}
        )
        _tell(tx, shown)
        tx.defer(JOB, import_id=shown.id)
    return shown


@retry_conflicts
def discard_import(import_id: int) -> Import:
    """Nothing of the file is wanted; its rows are forgotten."""
    with transaction() as tx:
        shown = queries.for_commit(import_id)
        if shown.state is ImportState.DISCARDED:
            return shown
        shown.state = move_import(shown.state, ImportState.DISCARDED)
        shown.version += 1
        tx.session.execute(delete(ImportRow).where(ImportRow.import_id == shown.id))
        _tell(tx, shown)
    return shown


def carry_out(import_id: int) -> None:
    """Take the good rows in, each project in a transaction of its own.

    Killed between two of them, it goes on where it was: what is in is marked in the
    same transaction, and a reference that is known adds nothing.
    """
    with acting_as(SYSTEM):
        while carry_next(import_id):
            pass


@retry_conflicts
def carry_next(import_id: int) -> bool:
    """Take the next project or technician in; False when there is none.

    What the database does not take is set aside, so that the others still go in.
    """
    tried: set[int] = set()
    with acting_as(SYSTEM):
        try:
            return _take_next(import_id, tried)
        except (DataError, IntegrityError, InvalidError, ConflictError) as refusal:
            if not tried:
                raise
            _set_aside(import_id, tried, refusal)
            return True


def _take_next(import_id: int, tried: set[int]) -> bool:
    """Take the next group in, telling its rows through `tried` beforehand."""
    with transaction() as tx:
        shown = queries.for_commit(import_id)
        if shown.state is not ImportState.COMMITTING:
            return False
        rows = queries.next_rows(import_id, GROUPED_BY[shown.kind])
        tried |= {row.number for row in rows}
        if rows:
            owner = tx.session.get_one(Organisation, shown.owner_organisation_id)
            _mark(shown, rows, carry(shown.kind, rows, desk_of(owner)))
        else:
            shown.state = move_import(shown.state, ImportState.COMMITTED)
        shown.version += 1
        _tell(tx, shown)
    return bool(rows)


def _set_aside(import_id: int, tried: set[int], refusal: Exception) -> None:
    with transaction() as tx:
        shown = queries.for_commit(import_id)
        rows = queries.next_rows(import_id, GROUPED_BY[shown.kind])
        # Another worker may have set them aside meanwhile; then others are next.
        if {row.number for row in rows} == tried:
            _mark(shown, rows, refused(shown.kind, rows, refusal))
            shown.version += 1
            _tell(tx, shown)


def _mark(shown: Import, rows: Sequence[ImportRow], carried: Carried) -> None:
    for row in rows:
        row.outcome = carried.outcome
        row.project_id = carried.project_id
        row.faults = [asdict(fault) for fault in carried.faults.get(row.number, ())]
    match carried.outcome:
        case RowOutcome.ADDED:
            shown.rows_added += len(rows)
        case RowOutcome.KNOWN:
            shown.rows_good -= len(rows)
            shown.rows_known += len(rows)
        case _:
            shown.rows_good -= len(rows)
            shown.rows_bad += len(rows)
