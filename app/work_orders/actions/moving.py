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
    with transaction() as tx:
        orders = queries.for_moving(work_order_ids)
        move_all(tx, [(order, WorkOrderState.SCHEDULED) for order in orders])


def unschedule(work_order_ids: Collection[int]) -> None:
    """These orders lost their place in the plan and wait for another.

    What a partner took stays the partner's.
    """
    with transaction() as tx:
        orders = queries.for_moving(work_order_ids)
        move_all(tx, [(order, _waiting(order)) for order in orders])


def _waiting(order: WorkOrder) -> WorkOrderState:
    is_taken = order.partner_organisation_id is not None
    return WorkOrderState.ACCEPTED if is_taken else WorkOrderState.READY
