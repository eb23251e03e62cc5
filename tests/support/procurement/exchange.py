"""The whole exchange: orders, goods, work to its end, until nothing is left to tell."""

from collections.abc import Callable

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.integrations.actions import deliver, replay
from app.integrations.models import Delivery
from app.integrations.rules import retries
from app.integrations.states import DeliveryState
from app.work_orders.actions.carry_out import approve, begin, close, complete
from app.work_orders.models import WorkOrder
from app.work_orders.queries import for_moving
from tests.support.clock import TestClock
from tests.support.procurement.platform import Platform


def run(
    platform: Platform, orders: int, clock: TestClock, run_jobs: Callable[[], None]
) -> None:
    """Order, ship and carry out so many orders, while messages come and get lost."""
    webhook_id = platform.listen()
    references = [f"PO-{number}" for number in range(orders)]
    for reference in references:
        platform.place(reference)
        platform.ship(reference)
        run_jobs()
    for step in (begin, complete, _verify, _close):
        for project_id in platform.projects.values():
            _carry_out(project_id, step)
        _pass(clock, run_jobs)
    while _pending():
        _pass(clock, run_jobs)
        with acting_as(SYSTEM):
            replay.replay_failed(webhook_id)


def _carry_out(project_id: int, step: Callable[[int], None]) -> None:
    with acting_as(SYSTEM):
        rows = session().query(WorkOrder.id).filter_by(project_id=project_id)
        for (work_order_id,) in rows.order_by(WorkOrder.id).all():
            step(work_order_id)


def _verify(work_order_id: int) -> None:
    with transaction():
        approve(for_moving([work_order_id])[0], None, None)


def _close(work_order_id: int) -> None:
    with transaction():
        close(for_moving([work_order_id])[0])


def _pass(clock: TestClock, run_jobs: Callable[[], None]) -> None:
    """Let the longest wait pass, and have everything that is due sent."""
    clock.advance(retries.WAITS[2])
    with acting_as(SYSTEM):
        deliver.sweep()
    run_jobs()


def _pending() -> int:
    with acting_as(SYSTEM):
        states = (DeliveryState.PENDING, DeliveryState.FAILED)
        return session().query(Delivery).filter(Delivery.state.in_(states)).count()
