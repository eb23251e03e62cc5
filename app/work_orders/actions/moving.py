"""Work orders move together, and whoever follows them hears of it once."""

from collections.abc import Collection, Sequence

from app.core.transaction import Transaction, transaction
from app.work_orders import queries
from app.work_orders.actions.telling import tell
from app.work_orders.events import Move, WorkOrdersMoved
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState, move


def move_all(
    tx: Transaction, wanted: Sequence[tuple[WorkOrder, WorkOrderState]]
) -> None:
    """Move locked orders by the table; those already there stay untouched."""
    moves: list[Move] = []
    moved: list[WorkOrder] = []
    for order, to in wanted:
        if order.state is to:
            continue
        moves.append(Move(order.id, order.project_id, order.state, to))
        order.state = move(order.state, to)
        order.version += 1
        moved.append(order)
    tx.session.flush()
    if moves:
        tell(tx, moved)
        tx.publish(WorkOrdersMoved(tuple(moves)))


def schedule(work_order_ids: Collection[int]) -> None:
    """Every part of these orders has its crew and its time."""
    _move_to(work_order_ids, WorkOrderState.SCHEDULED)


def unschedule(work_order_ids: Collection[int]) -> None:
    """These orders lost their place in the plan and wait for another."""
    _move_to(work_order_ids, WorkOrderState.READY)


def _move_to(work_order_ids: Collection[int], to: WorkOrderState) -> None:
    with transaction() as tx:
        move_all(tx, [(order, to) for order in queries.for_moving(work_order_ids)])
