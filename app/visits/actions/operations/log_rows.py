"""What the log keeps of an operation that a phone sent."""

from typing import Any

from app.visits.actions.operations import clocks, verdicts
from app.visits.actions.operations.pieces import Sender, Sent, Verdict
from app.visits.queries.devices import Head
from app.visits.states import Fate


def estimate_of(sender: Sender, sent: Sent) -> clocks.Estimate:
    """Estimate when an operation was recorded, by what its phone's clocks say."""
    envelope = sender.envelope
    before = None
    if sender.last_mono_at is not None:
        reading = clocks.Reading(sender.last_boot, sender.last_mono_ms)
        before = clocks.Contact(sender.last_mono_at, reading)
    return clocks.estimate(
        sent.at,
        clocks.Reading(sent.boot or envelope.boot, sent.mono_ms),
        clocks.Contact(
            sender.received_at, clocks.Reading(envelope.boot, envelope.mono_ms)
        ),
        envelope.now,
        before,
    )


def row_of(sender: Sender, sent: Sent, head: Head, verdict: Verdict) -> dict[str, Any]:
    """Describe an operation and its fate as a row of the log."""
    told = estimate_of(sender, sent)
    is_held = verdict.fate is Fate.HELD
    owner = head.owner if verdict.code != verdicts.NOT_YOURS else None
    return {
        "op_id": sent.op_id,
        "device_id": sender.device_id,
        "stream": sent.stream,
        "seq": sent.seq,
        "in_sequence": True,
        "technician_id": sender.technician_id,
        "user_id": sender.user_id,
        "owner_organisation_id": owner or sender.owner_organisation_id,
        "visit_id": sent.visit_id if owner else None,
        "type": sent.type,
        "base": sent.base,
        "data": dict(sent.data),
        "body_hash": sent.body_hash,
        "device_at": sent.at,
        "mono_ms": sent.mono_ms,
        "boot": sent.boot or sender.envelope.boot,
        "received_at": sender.received_at,
        "estimated_at": told.at,
        "skew_seconds": told.skew_seconds,
        "is_skewed": told.is_skewed,
        "fate": verdict.fate.value,
        "code": verdict.code,
        "detail": verdict.detail,
        "faults": verdicts.faults_of(verdict),
        "version": verdict.version,
        "decided_at": None if is_held else sender.received_at,
        "held_at": sender.received_at if is_held else None,
    }
