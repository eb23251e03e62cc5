"""What somebody on site says was done: who, when, where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.visits.states import EvidenceKind


@dataclass(frozen=True, slots=True)
class Doing:
    """The caller vouches that `technician_id` is who speaks.

    `at` is the best estimate of the moment; `point` is WGS-84 latitude and longitude.
    """

    technician_id: int
    at: datetime
    operation_id: UUID | None = None
    point: tuple[float, float] | None = None
    accuracy_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """One thing recorded; `amends` is the operation that it stands in for."""

    kind: EvidenceKind
    purpose: str | None = None
    model_id: int | None = None
    unit: int | None = None
    step_key: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    sha256: bytes | None = None
    size: int | None = None
    media_type: str | None = None
    amends: UUID | None = None
