"""A dispatcher changes what a work order asks for, or drops it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.core.errors import Fault, InvalidError
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.projects.states import Priority
from app.web.conditional import require_version
from app.work_orders import queries
from app.work_orders.actions.moving import move_all
from app.work_orders.actions.telling import tell
from app.work_orders.errors import StartedError
from app.work_orders.events import WorkOrderChanged
from app.work_orders.models import WorkOrder
from app.work_orders.states import UNSTARTED, WorkOrderState


class Unchanged:
    """Stands for a value that stays, where None means "no limit"."""


STAYS: Final = Unchanged()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a dispatcher sets; None, or STAYS for the dates, leaves it as it is."""

    priority: Priority | None = None
    duration_seconds: int | None = None
    crew_size: int | None = None
    windows: Sequence[Mapping[str, datetime]] | None = None
    earliest: datetime | Unchanged | None = STAYS
    due: datetime | Unchanged | None = STAYS


@retry_conflicts
def change_work_order(work_order_id: int, wanted: Wanted, version: int) -> WorkOrder:
    """The order asks for something else from now on."""
    with transaction() as tx:
        order = queries.for_change(work_order_id)
        require_version(order, version)
        if order.state not in UNSTARTED:
            raise StartedError(f"{order.reference} is {order.state}.")
        _set_dates(order, wanted)
        order.priority = wanted.priority or order.priority
        order.duration_seconds = wanted.duration_seconds or order.duration_seconds
        order.crew_size = wanted.crew_size or order.crew_size
        if wanted.windows is not None:
            order.windows = [_window(window) for window in wanted.windows]
        order.version += 1
        _note(tx, order, "work_order.change", {"version": order.version})
        tell(tx, [order])
        tx.publish(WorkOrderChanged(order.id))
    return order


@retry_conflicts
def cancel_work_order(
    work_order_id: int, version: int, reason: str | None = None
) -> WorkOrder:
    """The work will not be done; what waited for it waits no longer."""
    with transaction() as tx:
        order = queries.for_change(work_order_id)
        require_version(order, version)
        move_all(tx, [(order, WorkOrderState.CANCELLED)])
        # The audit cannot be cleaned of a name that somebody put into the reason.
        _note(tx, order, "work_order.cancel", {"has_reason": bool(reason)})
    return order


def _set_dates(order: WorkOrder, wanted: Wanted) -> None:
    if not isinstance(wanted.earliest, Unchanged):
        order.earliest = wanted.earliest
    if not isinstance(wanted.due, Unchanged):
        order.due = wanted.due
    if order.earliest and order.due and order.due <= order.earliest:
        fault = Fault(
            "/due",
            "due_before_earliest",
            "The work would be due before it may begin; move one of the two.",
        )
        raise InvalidError("The dates contradict each other.", faults=[fault])


def _window(window: Mapping[str, datetime]) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in window.items()}


def _note(tx: Transaction, order: WorkOrder, what: str, detail: dict[str, Any]) -> None:
    owner = order.owner_organisation_id
    record(tx, owner, what, "work_order", order.id, detail)
