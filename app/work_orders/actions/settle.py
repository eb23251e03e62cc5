"""What follows when work orders move: others become ready, the project goes along."""

from collections.abc import Sequence

from app.core.transaction import transaction
from app.projects.actions.progress import follow_work
from app.work_orders import queries
from app.work_orders.actions.moving import move_all
from app.work_orders.events import Move
from app.work_orders.rules import is_ready, progress_of
from app.work_orders.states import WorkOrderState

WAITING = frozenset({WorkOrderState.DRAFT, WorkOrderState.READY})


def settle(moves: Sequence[Move]) -> None:
    """Let those that waited for these begin, or wait again; tell the projects."""
    with transaction() as tx:
        followers = queries.followers_of({move.work_order_id for move in moves})
        waiting = [o for o in queries.for_moving(followers) if o.state in WAITING]
        before = queries.predecessors([order.id for order in waiting])
        move_all(tx, [(order, _standing(before[order.id])) for order in waiting])
        states = queries.states_by_project({move.project_id for move in moves})
        follow_work({each: progress_of(orders) for each, orders in states.items()})


def _standing(predecessors: Sequence[tuple[object, WorkOrderState]]) -> WorkOrderState:
    ready = is_ready(state for _, state in predecessors)
    return WorkOrderState.READY if ready else WorkOrderState.DRAFT
