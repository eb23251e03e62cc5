"""Facts about visits, published within the transaction that made them so."""

from dataclasses import dataclass
from uuid import UUID

from app.visits.states import VisitState


@dataclass(frozen=True, slots=True)
class VisitAssigned:
    """A crew and a time were set, or set anew."""

    visit_id: int
    work_order_id: int


@dataclass(frozen=True, slots=True)
class VisitUnassigned:
    """The visit lost its crew and its time."""

    visit_id: int
    work_order_id: int


@dataclass(frozen=True, slots=True)
class VisitMoved:
    """Somebody on site, or a dispatcher, moved the visit on."""

    visit_id: int
    before: VisitState
    after: VisitState


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """Something was recorded on a visit."""

    visit_id: int
    operation_id: UUID | None
