"""Facts about visits, published within the transaction that made them so."""

from dataclasses import dataclass


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
