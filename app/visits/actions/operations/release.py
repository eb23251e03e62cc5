"""Held operations, once what they waited for came, or was given up."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.actor import SYSTEM, acting_as, house_for
from app.core.clock import now
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.visits.actions.operations import verdicts
from app.visits.actions.operations.pieces import Verdict, visit_of
from app.visits.actions.operations.verbs import Task, carry_out
from app.visits.models import Operation
from app.visits.queries import devices, operations
from app.visits.queries.devices import Head
from app.web.feed import Change, announce, technician_scope

ENTITY = "op"


def release(
    device_id: int, stream: str, technician_id: int, *, skip: bool = False
) -> None:
    """Carry out what is held and next in its stream, one transaction each.

    With `skip`, numbers that are missing are given up.
    """
    with _house_of(device_id):
        while _next(device_id, stream, technician_id, skip=skip):
            pass


def release_all(device_id: int) -> None:
    """Give up every gap of a device."""
    with acting_as(SYSTEM):
        with transaction():
            streams = devices.streams_with_held(device_id)
            technician_id = devices.technician_of(device_id)
        for stream in streams:
            release(device_id, stream, technician_id, skip=True)


@contextmanager
def _house_of(device_id: int) -> Iterator[None]:
    """Act as the house for the person whose phone said it."""
    with acting_as(SYSTEM), transaction():
        user_id = devices.user_of(device_id)
    with acting_as(house_for(user_id)):
        yield


def release_stuck() -> None:
    """Carry out what was left held though its turn had come.

    A process that was killed left it, or it came while its phone went out of use.
    """
    with acting_as(SYSTEM), transaction():
        places = operations.stuck()
    for each in places:
        release(each.device_id, each.stream, each.technician_id, skip=each.is_over)


def release_before(target: Operation) -> None:
    """Carry out what is held before an operation of the same stream, gaps given up."""
    place = (target.device_id, target.stream, target.technician_id)
    with _house_of(target.device_id):
        while _next(*place, skip=True, before=target.seq):
            pass


def _next(
    device_id: int,
    stream: str,
    technician_id: int,
    *,
    skip: bool,
    before: int | None = None,
) -> bool:
    place = (device_id, stream, technician_id)
    with verdicts.Trial(device_id, stream) as trial:
        return _try(*place, skip=skip, before=before, verdict=None)
    return _try(*place, skip=skip, before=before, verdict=trial.verdict)


@retry_conflicts
def _try(
    device_id: int,
    stream: str,
    technician_id: int,
    *,
    skip: bool,
    before: int | None,
    verdict: Verdict | None,
) -> bool:
    """Decide the next held operation; return whether there was one."""
    with transaction() as tx:
        visit_id = visit_of(stream)
        head = devices.lock_stream(device_id, stream, visit_id, technician_id)
        if not head.held:
            return False
        seq = None if skip else head.next_seq
        row = operations.next_held(device_id, stream, seq=seq)
        if row is None or (before is not None and row.seq >= before):
            return False
        if verdict is None:
            verdict = carry_out(Task.of_row(row, visit_id, head))
        step = row.seq + 1 - head.next_seq
        operations.advance(
            device_id, stream, step=step, held=-1, version=verdict.version
        )
        decide(tx, row, verdict, head)
    return True


def decide(tx: Transaction, row: Operation, verdict: Verdict, head: Head) -> None:
    """Write an operation's later fate, and tell its phone."""
    row.fate, row.code, row.detail = verdict.fate, verdict.code, verdict.detail
    row.faults = verdicts.faults_of(verdict)
    row.version = verdict.version
    row.decided_at = now()
    if verdict.code == verdicts.NOT_YOURS or head.owner is None:
        row.visit_id = None
    announce(
        tx,
        [technician_scope(row.technician_id)],
        Change(ENTITY, row.id, verdict.version or 0),
    )
