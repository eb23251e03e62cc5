"""What is handed about: an envelope, an operation in it, and what became of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.errors import Fault
from app.visits.states import Fate

DEVICE_STREAM = "device"
VISIT_PREFIX = "visit:"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends, and what its clocks say at that moment."""

    device: str
    app: int
    boot: str
    mono_ms: int
    now: datetime
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation, as the phone describes it."""

    op_id: UUID
    stream: str
    seq: int
    type: str
    base: int | None = None
    at: datetime | None = None
    mono_ms: int | None = None
    boot: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def visit_id(self) -> int | None:
        return visit_of(self.stream)

    @property
    def body_hash(self) -> bytes:
        """Digest what the operation says, wherever it stands in its stream."""
        at = self.at.timestamp() if self.at else None
        body = [self.stream, self.type, self.base, at, self.data]
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Sender:
    """A device of a technician, and what its clock said before."""

    device_id: int
    user_id: int
    technician_id: int
    owner_organisation_id: int
    received_at: datetime
    envelope: Envelope
    last_boot: str | None = None
    last_mono_ms: int | None = None
    last_mono_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an operation, and why."""

    fate: Fate
    code: str | None = None
    detail: str | None = None
    faults: Sequence[Fault] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one operation; `status` is its fate, or `duplicate`.

    It `has_waiting` when its stream moved on, with others held behind it.
    """

    op_id: UUID
    status: str
    verdict: Verdict
    has_waiting: bool = False


def visit_of(stream: str) -> int | None:
    """Return the visit that a stream is about; the device's own is about none."""
    if not stream.startswith(VISIT_PREFIX):
        return None
    return int(stream.removeprefix(VISIT_PREFIX))
