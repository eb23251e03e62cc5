"""What happened to work orders."""

from dataclasses import dataclass

from app.work_orders.states import WorkOrderState


@dataclass(frozen=True, slots=True)
class WorkOrdersCreated:
    """A project's chain was laid out."""

    project_id: int
    work_order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkOrderChanged:
    """Its duration, crew, windows, dates or priority are other than before."""

    work_order_id: int


@dataclass(frozen=True, slots=True)
class Move:
    work_order_id: int
    project_id: int
    before: WorkOrderState
    after: WorkOrderState


@dataclass(frozen=True, slots=True)
class WorkOrdersMoved:
    """Several at once, as a published plan moves them."""

    moves: tuple[Move, ...]
