"""One exchange with a phone: what it did, and what changed for it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.core.actor import acting_as, house_for
from app.core.clock import now
from app.core.errors import NotFoundError, TooManyError
from app.core.transaction import transaction
from app.visits.actions.operations.changes import Changes, changes_since
from app.visits.actions.operations.pieces import Envelope, Result, Sender, Sent
from app.visits.actions.operations.release import release
from app.visits.actions.operations.run import runs, take_run
from app.visits.actions.operations.take import take
from app.visits.errors import DeviceRetiredError
from app.visits.queries import devices, operations

#: Syncs a minute of one device: a phone that has more to send goes on at once.
MOST_A_MINUTE: Final = 120
MINUTE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many syncs are left, and in how many seconds there are more."""

    left: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Synced:
    at: datetime
    results: Sequence[Result]
    changes: Changes
    allowance: Allowance


def sync(envelope: Envelope, sent: Sequence[Sent]) -> Synced:
    """Take what a phone sends, in the order of its streams; say what is new for it.

    Raises
    ------
    NotFoundError
        The person has no such device.
    DeviceRetiredError
        The device is out of use.
    TooManyError
        It syncs too often.
    """
    sender, allowance = _greet(envelope)
    results = _take_all(sender, sent) if sent else []
    changes = changes_since(sender, envelope.cursor)
    return Synced(sender.received_at, results, changes, allowance)


def _greet(envelope: Envelope) -> tuple[Sender, Allowance]:
    at = now()
    facts = {
        "app": envelope.app,
        "boot": envelope.boot,
        "mono_ms": envelope.mono_ms,
    }
    with transaction():
        known = devices.greet(envelope.device, facts, at)
        if known is None:
            device = devices.own_device(envelope.device)
            if device.retired_at is not None:
                raise DeviceRetiredError("This phone is out of use; register it anew.")
            raise NotFoundError
    over = known.rate_since - at
    seconds = max(1, MINUTE_SECONDS + int(over.total_seconds()))
    if known.rate_count > MOST_A_MINUTE:
        raise TooManyError(
            f"This phone syncs too often; go on in {seconds} s.", retry_after=seconds
        )
    sender = Sender(
        device_id=known.id,
        user_id=known.user_id,
        technician_id=known.technician_id,
        owner_organisation_id=known.owner_organisation_id,
        received_at=at,
        envelope=envelope,
        last_boot=known.boot,
        last_mono_ms=known.mono_ms,
        last_mono_at=known.mono_at,
    )
    return sender, Allowance(MOST_A_MINUTE - known.rate_count, seconds)


def _take_all(sender: Sender, sent: Sequence[Sent]) -> list[Result]:
    """Take each in the house's name, on behalf of the person, who may not write all."""
    found: dict[int, Result] = {}
    with acting_as(house_for(sender.user_id)):
        ids = {one.op_id for one in sent}
        known = operations.known_among(sender.device_id, ids)
        for places in runs(sent, known.op_ids):
            each = [sent[place] for place in places]
            results = take_run(sender, each) or _one_by_one(sender, each, known.op_ids)
            found.update(zip(places, results, strict=True))
            known.op_ids.update(one.op_id for one in each)
        # What a process that was killed had not come to.
        for stream in known.streams:
            release(sender.device_id, stream, sender.technician_id)
    return [found[place] for place in range(len(sent))]


def _one_by_one(
    sender: Sender, sent: Iterable[Sent], known: Collection[UUID]
) -> list[Result]:
    results = []
    for one in sent:
        results.append(take(sender, one, known))
        if results[-1].has_waiting:
            release(sender.device_id, one.stream, sender.technician_id)
    return results
