"""The work order goes along with the work on its visits."""

from flask import current_app

from app.visits import queries
from app.visits.models import Visit
from app.visits.queries import Completeness
from app.visits.states import VisitState
from app.work_orders.actions.carry_out import approve, begin, close, complete
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState

_BEGUN = frozenset({VisitState.WORKING, VisitState.PAUSED, VisitState.DONE})


def follow_work(visit: Visit) -> None:
    """Begin the order with the first visit's work, complete it with the last's."""
    if visit.state in _BEGUN:
        begin(visit.work_order_id)
    if visit.state is VisitState.DONE:
        settle_completion(visit.work_order_id)


def settle_completion(work_order_id: int) -> None:
    """Call the order done once every part is and nothing is missing; close it, too.

    Where the installation allows it, what passes in everything needs no supervisor.
    """
    if not all_done(work_order_id):
        return
    order = queries.order_of(work_order_id)
    known = queries.completeness_of(order)
    if order.state is WorkOrderState.VERIFIED:
        close_signed(order, known)
    elif known.is_whole:
        complete(work_order_id)
        order = queries.order_of(work_order_id)
        if _passes_by_itself(order, known):
            approve(order, None, None)
            close_signed(order, known)


def close_signed(order: WorkOrder, known: Completeness) -> None:
    """Close a verified order, unless a signature is still to come."""
    if known.is_signed:
        close(order)


def _passes_by_itself(order: WorkOrder, known: Completeness) -> bool:
    allowed = bool(current_app.config.get("AUTO_VERIFY"))
    return allowed and order.state is WorkOrderState.WORK_DONE and not known.findings


def all_done(work_order_id: int) -> bool:
    states = [visit.state for visit in queries.visits_of_orders([work_order_id])]
    standing = [state for state in states if state is not VisitState.CANCELLED]
    return bool(standing) and all(state is VisitState.DONE for state in standing)
