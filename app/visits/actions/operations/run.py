"""Taking what follows upon each other in a stream at once: all of it, or nothing yet.

Most of what a phone sends is in order, new, and simply takes effect. One transaction
for all of it costs a fraction of one for each, and is acknowledged as safely: nothing
is answered before the commit. Whatever else it may be, a repeat, a gap, a refusal or a
fault, nothing has been done then, and each operation is taken on its own.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from app.core.transaction import retry_conflicts, transaction
from app.visits.actions.operations.log_rows import estimate_of, row_of
from app.visits.actions.operations.pieces import Result, Sender, Sent, Verdict
from app.visits.actions.operations.verbs import Task, carry_out
from app.visits.queries import devices, operations
from app.visits.queries.devices import Head
from app.visits.states import Fate

TAKEN_EFFECT: Final = frozenset({Fate.APPLIED, Fate.MERGED})


class _NotAtOnceError(Exception):
    """One of them needs a look of its own; what was done is rolled back."""


def runs(sent: Sequence[Sent], known: Collection[UUID]) -> list[list[int]]:
    """Return the places of what may be taken at once, each number after the other.

    Streams go as they first come. What is in the log, or twice here, stands alone.
    """
    first: dict[str, int] = {}
    for place, one in enumerate(sent):
        first.setdefault(one.stream, place)
    order = sorted(
        range(len(sent)), key=lambda place: (first[sent[place].stream], sent[place].seq)
    )
    seen = set(known)
    found: list[list[int]] = []
    last: Sent | None = None
    for place in order:
        one = sent[place]
        is_new = one.op_id not in seen
        seen.add(one.op_id)
        if is_new and last is not None and _follows(last, one):
            found[-1].append(place)
        else:
            found.append([place])
        last = one if is_new else None
    return found


def _follows(before: Sent, one: Sent) -> bool:
    return (before.stream, before.seq + 1) == (one.stream, one.seq)


def take_run(sender: Sender, sent: Sequence[Sent]) -> list[Result]:
    """Take all of a run, or return nothing: then each is to be taken on its own."""
    if len(sent) == 1:
        return []
    # Who judges a failure does so when the operation is tried alone: it fails again.
    with suppress(Exception):
        return _take(sender, sent)
    return []


@retry_conflicts
def _take(sender: Sender, sent: Sequence[Sent]) -> list[Result]:
    first = sent[0]
    with transaction():
        head = devices.lock_stream(
            sender.device_id, first.stream, first.visit_id, sender.technician_id
        )
        if head.held or head.next_seq != first.seq:
            raise _NotAtOnceError
        verdicts = list(_verdicts(sender, sent, head))
        operations.log_all(_rows(sender, sent, head, verdicts))
        operations.advance(
            sender.device_id,
            first.stream,
            step=len(sent),
            held=0,
            version=verdicts[-1].version,
        )
    return [
        Result(one.op_id, verdict.fate, verdict)
        for one, verdict in zip(sent, verdicts, strict=True)
    ]


def _verdicts(sender: Sender, sent: Iterable[Sent], head: Head) -> Iterator[Verdict]:
    for one in sent:
        verdict = carry_out(
            Task.of_sent(sender, one, estimate_of(sender, one).at, head)
        )
        if verdict.fate not in TAKEN_EFFECT:
            raise _NotAtOnceError
        yield verdict
        if verdict.version is not None:
            head = replace(head, version=verdict.version, last_version=verdict.version)


def _rows(
    sender: Sender, sent: Iterable[Sent], head: Head, verdicts: Iterable[Verdict]
) -> list[dict[str, Any]]:
    return [
        row_of(sender, one, head, verdict)
        for one, verdict in zip(sent, verdicts, strict=True)
    ]
