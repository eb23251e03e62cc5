"""Taking one operation: in order, once, in a transaction of its own.

The stream's row is locked first, so that the same operation sent twice at once is
taken by one of the two. What a verb refuses is rolled back whole; its fate is then
written by itself, for a refusal is an answer too.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from app.core.transaction import (
    Transaction,
    constraint_of,
    retry_conflicts,
    transaction,
)
from app.visits.actions.operations import verdicts
from app.visits.actions.operations.log_rows import estimate_of, row_of
from app.visits.actions.operations.pieces import Result, Sender, Sent, Verdict
from app.visits.actions.operations.run import TAKEN_EFFECT
from app.visits.actions.operations.verbs import Task, carry_out
from app.visits.models import Operation
from app.visits.queries import devices, operations
from app.visits.queries.devices import Head
from app.visits.states import Fate
from app.web.feed import Change, announce, organisation_scope

DUPLICATE = "duplicate"
ENTITY = "operation"
#: An id that another stream or phone wrote while this one was being carried out.
TAKEN = "uq_operations_op_id"
_log = structlog.get_logger("paigong.operations")


def take(sender: Sender, sent: Sent, known: Collection[UUID]) -> Result:
    """Take an operation and say what became of it; `known` ids are in the log."""
    is_known = sent.op_id in known
    with verdicts.Trial(sender.device_id, sent.stream) as trial:
        try:
            return _try(sender, sent, is_known=is_known, verdict=None)
        except IntegrityError as error:
            if constraint_of(error) != TAKEN:
                raise
            is_known = True
    return _try(sender, sent, is_known=is_known, verdict=trial.verdict)


@retry_conflicts
def _try(
    sender: Sender, sent: Sent, *, is_known: bool, verdict: Verdict | None
) -> Result:
    """Take the operation; with a verdict it was tried, and only that is written."""
    with transaction() as tx:
        head = devices.lock_stream(
            sender.device_id, sent.stream, sent.visit_id, sender.technician_id
        )
        if is_known or sent.seq != head.next_seq:
            found = operations.by_op_id(sent.op_id)
            if found is not None:
                return _again(sender, sent, head, found)
            if sent.seq < head.next_seq or _is_held(sender, sent, head):
                return _misplaced(tx, sender, sent, head)
            if sent.seq > head.next_seq:
                return _write(tx, sender, sent, head, verdicts.held(head.next_seq))
        if verdict is None:
            task = Task.of_sent(sender, sent, estimate_of(sender, sent).at, head)
            verdict = carry_out(task)
        return _write(tx, sender, sent, head, verdict)


def _is_held(sender: Sender, sent: Sent, head: Head) -> bool:
    if not head.held:
        return False
    place = operations.at_place(sender.device_id, sent.stream, sent.seq)
    return place is not None


def _again(sender: Sender, sent: Sent, head: Head, found: Operation) -> Result:
    """Answer an id that is in the log; the place in the stream counts as taken."""
    is_next = sent.seq == head.next_seq
    if not _is_at(sender, sent, found):
        # Another phone of this person's said it, or this one before it began anew.
        _pass(sender, sent, head, found)
    status, verdict = _said_again(sender, sent, found)
    has_waiting = is_next and head.held > 0
    return Result(sent.op_id, status, verdict, has_waiting=has_waiting)


def _is_at(sender: Sender, sent: Sent, found: Operation) -> bool:
    here = (sender.device_id, sent.stream, sent.seq)
    return here == (found.device_id, found.stream, found.seq)


def _pass(sender: Sender, sent: Sent, head: Head, found: Operation) -> None:
    """Let the stream go on past a number under which nothing else will come."""
    place = (sender.device_id, sent.stream)
    if sent.seq == head.next_seq:
        operations.advance(*place, step=1, held=0, version=found.version)
    elif sent.seq > head.next_seq:
        devices.take_ahead(*place, sent.seq)


def _said_again(sender: Sender, sent: Sent, found: Operation) -> tuple[str, Verdict]:
    if found.user_id != sender.user_id:
        _log.warning("foreign_operation_id", device=sender.device_id)
        return Fate.REJECTED, verdicts.FOREIGN_ID
    if found.body_hash != sent.body_hash:
        found.other_bodies += 1
        _log.warning("operation_changed", device=sender.device_id, op=str(sent.op_id))
        return Fate.REJECTED, verdicts.OTHER_BODY
    return DUPLICATE, verdicts.of_row(found)


def _misplaced(tx: Transaction, sender: Sender, sent: Sent, head: Head) -> Result:
    """Keep an operation whose number another one has, as phones restored send them."""
    row = row_of(sender, sent, head, verdicts.SEQUENCE_TAKEN)
    row_id = operations.log({**row, "in_sequence": False}, step=0, held=0)
    _tell(tx, row, row_id)
    return Result(sent.op_id, Fate.REJECTED, verdicts.SEQUENCE_TAKEN)


def _write(
    tx: Transaction, sender: Sender, sent: Sent, head: Head, verdict: Verdict
) -> Result:
    is_held = verdict.fate is Fate.HELD
    row = row_of(sender, sent, head, verdict)
    row_id = operations.log(row, step=int(not is_held), held=int(is_held))
    if verdict.fate not in TAKEN_EFFECT:
        _tell(tx, row, row_id)
    has_waiting = not is_held and head.held > 0
    return Result(sent.op_id, verdict.fate, verdict, has_waiting=has_waiting)


def _tell(tx: Transaction, row: dict[str, Any], row_id: int) -> None:
    """Dispatchers hear of what waits for them."""
    scope = organisation_scope(row["owner_organisation_id"])
    announce(tx, [scope], Change(ENTITY, row_id, 0))
