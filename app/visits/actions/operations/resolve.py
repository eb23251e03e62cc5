"""A dispatcher decides on what phones reported and nobody took."""

from typing import Any, Final

from app.core.actor import acting_as, current_actor, house_for
from app.core.clock import now
from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.operations import verdicts
from app.visits.actions.operations.pieces import Verdict, visit_of
from app.visits.actions.operations.release import decide, release, release_before
from app.visits.actions.operations.take import ENTITY
from app.visits.actions.operations.verbs import Task, carry_out
from app.visits.errors import OperationResolvedError
from app.visits.models import Operation
from app.visits.queries import devices, operations, reports
from app.visits.states import Decision, Fate
from app.web.feed import Change, announce, organisation_scope

CONFLICT: Final = "contact_conflict"


def resolve_operation(operation_id: int, decision: Decision, note: str) -> Operation:
    """Accept what was reported, so that it takes effect now, or dismiss it.

    Deciding on a held one gives up what it waited for: those held before it are
    carried out first.

    Raises
    ------
    OperationResolvedError
        It needs no decision, or no more.
    PaigongError
        It cannot take effect as things are; nothing is decided then.
    """
    row = reports.operation_to_resolve(operation_id)
    if row.fate is Fate.HELD:
        release_before(row)
    user_id = current_actor().user_id
    with acting_as(house_for(user_id) if user_id else current_actor()):
        done = _resolve(operation_id, decision, note, user_id)
        release(done.device_id, done.stream, done.technician_id)
    return done


@retry_conflicts
def _resolve(
    operation_id: int, decision: Decision, note: str, user_id: int | None
) -> Operation:
    with transaction() as tx:
        found = operations.operation_by_id(operation_id)
        visit_id = visit_of(found.stream)
        head = devices.lock_stream(
            found.device_id, found.stream, visit_id, found.technician_id
        )
        row = operations.operation_by_id(operation_id)
        if row.resolved_at is not None or row.fate in {Fate.APPLIED, Fate.MERGED}:
            raise OperationResolvedError(
                "Nothing is left to decide; fetch the list again."
            )
        was_held = row.fate is Fate.HELD
        verdict = _dismissed(row)
        if decision is Decision.ACCEPT:
            verdict = carry_out(_insisting(Task.of_row(row, visit_id, head), row))
        if was_held:
            operations.advance(
                row.device_id,
                row.stream,
                step=row.seq + 1 - head.next_seq,
                held=-1,
                version=verdict.version,
            )
        decide(tx, row, verdict, head)
        row.decision, row.resolution_note = decision, note
        row.resolved_by_user_id, row.resolved_at = user_id, now()
        owner = row.owner_organisation_id
        announce(tx, [organisation_scope(owner)], Change(ENTITY, row.id, 0))
        audit.record(tx, owner, f"operation.{decision}", ENTITY, row.id)
    return row


def _dismissed(row: Operation) -> Verdict:
    """What waited is turned down; for the rest the first word stands."""
    if row.fate is Fate.HELD:
        return Verdict(Fate.REJECTED, "dismissed", "A dispatcher turned it down.")
    return verdicts.of_row(row)


def _insisting(task: Task, row: Operation) -> Task:
    """Let an accepted contact win over what the server has meanwhile."""
    if row.code != CONFLICT or task.visit_id is None:
        return task
    visit = queries.visits_by_id([task.visit_id])[task.visit_id]
    site = queries.site_of(visit.work_order_id)
    values: dict[str, Any] = task.data["values"]
    base = {name: getattr(site, name, None) for name in values}
    return task.with_data({"base": base, "values": values})
