"""Visits come with their work orders, and change or end with them."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import Fault
from app.core.transaction import Transaction, transaction
from app.visits import queries
from app.visits.actions.placing import ENTITY, Placement, place_all, tell
from app.visits.models import Visit
from app.visits.rules import common_stretch
from app.visits.states import ENDED, FROZEN, VisitState, move
from app.web.feed import Change, FeedOp, announce
from app.work_orders.errors import TooMuchWorkError
from app.work_orders.models import WorkOrder
from app.work_orders.rules import day_parts


def create_visits(work_order_ids: Collection[int]) -> None:
    """Lay out the open visits of new orders: as many as they need days.

    The house does it: a store that sends an order may not plan.
    """
    with acting_as(SYSTEM), transaction() as tx:
        stretches = lru_cache(maxsize=None)(queries.stretches_of)
        visits = [
            _visit(order, part, parts)
            for order in queries.orders_of(work_order_ids)
            for parts in (_parts(order, stretches(order.territory_id), "/sites"),)
            for part in range(1, len(parts) + 1)
        ]
        session().add_all(visits)
        session().flush()
        tell(tx, visits, {visit.id: set() for visit in visits})


def _parts(order: WorkOrder, stretches: Sequence[int], entered_at: str) -> list[int]:
    """Cut the order's work; `entered_at` is where somebody asked for as much."""
    longest = common_stretch(stretches, order.crew_size)
    try:
        return day_parts(order.duration_seconds, order.crew_size, longest)
    except TooMuchWorkError as error:
        fault = Fault(entered_at, error.code, error.detail)
        raise TooMuchWorkError(error.detail, faults=[fault]) from None


def _visit(order: WorkOrder, part: int, parts: Sequence[int]) -> Visit:
    return Visit(
        work_order_id=order.id,
        project_id=order.project_id,
        owner_organisation_id=order.owner_organisation_id,
        territory_id=order.territory_id,
        part=part,
        parts=len(parts),
        duration_seconds=parts[part - 1],
        state=VisitState.OPEN,
        version=1,
    )


def refit_visits(work_order_id: int) -> None:
    """Cut work of another length or crew anew; what was planned for it is open again.

    Once one of the visits has started, its order stays cut as it is.
    """
    with transaction() as tx:
        order = queries.order_of(work_order_id)
        visits = list(queries.visits_to_refit(work_order_id))
        if any(visit.state in FROZEN for visit in visits):
            return
        crews = queries.assignments_of([visit.id for visit in visits])
        whole = all(len(crew) in {0, order.crew_size} for crew in crews.values())
        length = sum(visit.duration_seconds for visit in visits)
        if whole and length == order.duration_seconds:
            return
        stretches = queries.stretches_of(order.territory_id)
        parts = _parts(order, stretches, "/duration_seconds")
        booked = [visit for visit in visits if visit.starts_at is not None]
        place_all(tx, [Placement(visit) for visit in booked], by_hand=True)
        _recut(tx, order, visits, parts)


def _recut(
    tx: Transaction, order: WorkOrder, visits: Sequence[Visit], parts: Sequence[int]
) -> None:
    kept = list(visits[: len(parts)])
    for visit, seconds in zip(kept, parts, strict=False):
        visit.duration_seconds, visit.parts = seconds, len(parts)
        visit.version += 1
    for part in range(len(kept) + 1, len(parts) + 1):
        kept.append(_visit(order, part, parts))
        session().add(kept[-1])
    surplus = visits[len(parts) :]
    for visit in surplus:
        session().delete(visit)
    session().flush()
    tell(tx, kept, {visit.id: set() for visit in kept})
    audience = queries.Audience(surplus, ())
    for visit in surplus:
        gone = Change(ENTITY, visit.id, visit.version + 1, FeedOp.GONE)
        announce(tx, audience.scopes(visit, ()), gone)


def cancel_visits(work_order_ids: Collection[int]) -> None:
    """The orders are off: so are their visits, and the technicians are free."""
    _cancel(work_order_ids, but=ENDED)


def cancel_unstarted(work_order_ids: Collection[int]) -> None:
    """Others carry on with these orders: whoever is not there yet need not come."""
    _cancel(work_order_ids, but=FROZEN)


def _cancel(work_order_ids: Collection[int], but: Collection[VisitState]) -> None:
    with transaction() as tx:
        visits = [
            visit
            for work_order_id in sorted(work_order_ids)
            for visit in queries.visits_to_refit(work_order_id)
            if visit.state not in but
        ]
        crews = queries.assignments_of([visit.id for visit in visits])
        for visit in visits:
            visit.state = move(visit.state, VisitState.CANCELLED)
            visit.version += 1
            for row in crews[visit.id]:
                row.state = visit.state
        session().flush()
        people = {key: {row.technician_id for row in crews[key]} for key in crews}
        tell(tx, visits, people)
