"""What could not be completed is done by another order, which carries the rest."""

from collections.abc import Mapping
from typing import Final

from app.core.reference_codes import next_codes
from app.core.transaction import Transaction, transaction
from app.work_orders import queries, rules
from app.work_orders.actions.lay_out import as_goods
from app.work_orders.actions.moving import move_all
from app.work_orders.actions.telling import tell
from app.work_orders.events import WorkOrdersCreated
from app.work_orders.models import WorkOrder, WorkOrderDependency, WorkOrderLine
from app.work_orders.states import ALLOWED, WorkOrderState, move, steps_to_scheduled

_S = WorkOrderState
_CAN_FAIL: Final = {state for state, to in ALLOWED.items() if _S.CANNOT_COMPLETE in to}


def give_up(
    work_order_id: int, unfinished: Mapping[int, int], seconds_left: int
) -> WorkOrder | None:
    """End an order in vain and lay out the one that follows up on it.

    `unfinished` is how many of each model are left; if it is empty, nothing is known
    but the time that was not worked, and every line is carried over. None is returned
    for an order that has ended already.
    """
    with transaction() as tx:
        order = queries.for_moving([work_order_id])[0]
        for step in steps_to_scheduled(order.state):
            move_all(tx, [(order, step)])
        if order.state not in _CAN_FAIL:
            return None
        follow_up = _lay_out(tx, order, _rest(order, unfinished, seconds_left))
        _hand_over(tx, order, follow_up)
        before = queries.predecessors([follow_up.id])[follow_up.id]
        if rules.is_ready(state for _, state in before):
            follow_up.state = move(follow_up.state, _S.READY)
        move_all(tx, [(order, _S.CANNOT_COMPLETE)])
        tell(tx, [follow_up])
        tx.publish(WorkOrdersCreated(order.project_id, (follow_up.id,)))
    return follow_up


def _rest(
    order: WorkOrder, unfinished: Mapping[int, int], seconds_left: int
) -> rules.Rest:
    goods = [as_goods(model, n) for model, n in queries.goods_of(order.id)]
    if unfinished:
        return rules.rest_of(order, goods, unfinished)
    lines = {each.model_id: each.quantity for each in goods}
    return rules.Rest(lines, seconds_left, order.load_kg, order.load_m3)


def _lay_out(tx: Transaction, order: WorkOrder, rest: rules.Rest) -> WorkOrder:
    row = WorkOrder(
        reference=next_codes("WO")[0],
        project_id=order.project_id,
        site_id=order.site_id,
        owner_organisation_id=order.owner_organisation_id,
        territory_id=order.territory_id,
        kind=order.kind,
        state=_S.DRAFT,
        duration_seconds=rest.duration_seconds,
        setup_seconds=min(order.setup_seconds, rest.duration_seconds),
        crew_size=order.crew_size,
        skills=order.skills,
        load_kg=rest.load_kg,
        load_m3=rest.load_m3,
        priority=order.priority,
        windows=order.windows,
        earliest=order.earliest,
        due=order.due,
        follow_up_of_id=order.id,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.session.add_all(
        WorkOrderLine(
            work_order_id=row.id,
            model_id=model_id,
            project_id=row.project_id,
            owner_organisation_id=row.owner_organisation_id,
            quantity=quantity,
        )
        for model_id, quantity in rest.lines.items()
    )
    tx.session.flush()
    return row


def _hand_over(tx: Transaction, order: WorkOrder, follow_up: WorkOrder) -> None:
    """What waited for the order waits for the other; that one waits as it did.

    Its longest lag is not carried over: by now nobody could keep it.
    """
    for tie in queries.ties_before(order.id):
        tx.session.add(
            WorkOrderDependency(
                from_id=tie.from_id,
                to_id=follow_up.id,
                project_id=tie.project_id,
                owner_organisation_id=tie.owner_organisation_id,
                kind=tie.kind,
                min_lag_seconds=tie.min_lag_seconds,
                max_lag_seconds=None,
            )
        )
    successors = queries.for_moving(queries.followers_of([order.id]))
    queries.retie(order.id, follow_up.id)
    for successor in successors:
        successor.version += 1
    tx.session.flush()
    tell(tx, successors)
    # Those who are planned stay so: the next plan moves them behind the other order.
    waiting = [each for each in successors if each.state is _S.READY]
    move_all(tx, [(each, _S.DRAFT) for each in waiting])
