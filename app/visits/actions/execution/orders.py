"""The work order goes along with the work on its visits."""

from app.visits import queries
from app.visits.models import Visit
from app.visits.states import VisitState
from app.work_orders.actions.carry_out import begin, complete

_BEGUN = frozenset({VisitState.WORKING, VisitState.PAUSED, VisitState.DONE})


def follow_work(visit: Visit) -> None:
    """Begin the order with the first visit's work, complete it with the last's."""
    if visit.state in _BEGUN:
        begin(visit.work_order_id)
    if visit.state is VisitState.DONE:
        settle_completion(visit.work_order_id)


def settle_completion(work_order_id: int) -> None:
    """Call the order done once every part is, and nothing is missing."""
    if not all_done(work_order_id):
        return
    order = queries.order_of(work_order_id)
    if queries.completeness_of(order).is_whole:
        complete(work_order_id)


def all_done(work_order_id: int) -> bool:
    states = [visit.state for visit in queries.visits_of_orders([work_order_id])]
    standing = [state for state in states if state is not VisitState.CANCELLED]
    return bool(standing) and all(state is VisitState.DONE for state in standing)
