"""Work orders go along with the work on site; within the verb's transaction."""

from app.core.clock import now
from app.core.transaction import transaction
from app.work_orders import queries
from app.work_orders.actions.moving import move_all
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState, steps_to_work

_S = WorkOrderState


def begin(work_order_id: int) -> None:
    """Somebody works on it: it is in progress, if it was not before."""
    with transaction() as tx:
        for order in queries.for_moving([work_order_id]):
            for step in steps_to_work(order.state):
                move_all(tx, [(order, step)])


def complete(work_order_id: int) -> None:
    """All of it is done, and shown to be; others may look at it now."""
    with transaction() as tx:
        for order in queries.for_moving([work_order_id]):
            if order.state is _S.IN_PROGRESS:
                order.sent_back_reason = None
                move_all(tx, [(order, _S.WORK_DONE)])


def approve(order: WorkOrder, user_id: int | None, waiver: str | None) -> None:
    """Somebody else, or nobody but the readings, finds a locked order done well."""
    with transaction() as tx:
        order.verified_at = now()
        order.verified_by_user_id = user_id
        order.waiver = waiver
        move_all(tx, [(order, _S.VERIFIED)])


def close(order: WorkOrder) -> None:
    """It is verified and signed for; the house closes it."""
    with transaction() as tx:
        move_all(tx, [(order, _S.CLOSED)])


def reopen(order: WorkOrder, reason: str) -> None:
    """Something was found undone: a locked order is in progress again."""
    with transaction() as tx:
        order.sent_back_reason = reason
        order.times_sent_back += 1
        move_all(tx, [(order, _S.IN_PROGRESS)])
