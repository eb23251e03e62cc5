"""What must hold before a crew is written to a visit."""

from collections.abc import Collection, Sequence

from app.visits import queries
from app.visits.errors import (
    CannotAssignError,
    OverlapError,
    WorkOrderNotPlannableError,
)
from app.visits.models import Visit
from app.visits.rules import PLANNABLE, Member, Span, breaches, seated
from app.work_orders.models import WorkOrder


def require_free(
    technician_ids: Collection[int], span: Span, but: Collection[int]
) -> None:
    """Raise naming the booking that is in the way; the technicians are locked."""
    taken = queries.overlaps(technician_ids, span, but)
    if not taken:
        return
    first = taken[0]
    what = first.reference or "other work"
    raise OverlapError(
        f"Technician {first.technician_id} is booked for {what} from "
        f"{first.span.start.isoformat(timespec='minutes')} to "
        f"{first.span.end.isoformat(timespec='minutes')}."
    )


def require_plannable(order: WorkOrder) -> None:
    if order.state not in PLANNABLE:
        raise WorkOrderNotPlannableError(
            f"{order.reference} is {order.state}; only an order that is "
            f"{', '.join(sorted(PLANNABLE))} can be planned."
        )


def checked_crew(
    visit: Visit, order: WorkOrder, technician_ids: Sequence[int], span: Span
) -> tuple[int, ...]:
    """Return the crew by seats, or raise with every rule that it breaks."""
    demand = queries.demand_of(visit, order)
    crew: Sequence[Member] = queries.members(technician_ids, span.start)
    faults = breaches(demand, crew, span.start)
    if faults:
        raise CannotAssignError(
            f"{order.reference} cannot be done so; every rule it breaks is listed.",
            faults=faults,
        )
    return tuple(member.technician_id for member in seated(demand, crew))
