"""Somebody else looks at work that is done: takes it, or sends it back."""

from app.core.actor import current_actor
from app.core.database import session
from app.core.errors import Fault
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.execution.orders import all_done, close_signed
from app.visits.actions.placing import tell
from app.visits.errors import OwnWorkError, WaiverNeededError, WorkNotDoneError
from app.visits.models import Visit
from app.visits.queries import Completeness
from app.visits.states import VisitState
from app.web.conditional import require_version
from app.work_orders.actions.carry_out import approve, complete, reopen
from app.work_orders.models import WorkOrder
from app.work_orders.queries import for_change
from app.work_orders.states import WorkOrderState


@retry_conflicts
def verify_work(
    work_order_id: int, version: int | None = None, waiver: str | None = None
) -> WorkOrder:
    """A supervisor finds it done well; with a waiver also when something is not.

    Raises
    ------
    OwnWorkError
        The supervisor was on one of its visits.
    WorkNotDoneError
        Not all of its visits are done.
    WaiverNeededError
        With everything that is missing or out of limits.
    """
    with transaction() as tx:
        order = _locked(work_order_id, version)
        user_id = current_actor().user_id
        if user_id in queries.user_ids_of_order(order.id):
            raise OwnWorkError("You were on this work; let somebody else look at it.")
        known = queries.completeness_of(order)
        _require_fine(order, known, waiver)
        if order.state is WorkOrderState.IN_PROGRESS:
            complete(order.id)
        approve(order, user_id, waiver if known.findings else None)
        close_signed(order, known)
        _note(tx, order, "work_order.verify", {"waived": len(known.findings)})
    return order


@retry_conflicts
def send_back(
    work_order_id: int,
    reason: str,
    version: int | None = None,
    revisit_seconds: int | None = None,
) -> WorkOrder:
    """A supervisor finds something undone; another visit is laid out if it takes one.

    Raises
    ------
    WorkNotDoneError
        There is nothing done that could be sent back.
    """
    with transaction() as tx:
        order = _locked(work_order_id, version)
        if order.state is not WorkOrderState.WORK_DONE:
            raise WorkNotDoneError(f"{order.reference} is {order.state}.")
        reopen(order, reason)
        if revisit_seconds is not None:
            _add_visit(tx, order, revisit_seconds)
        # The reason may name somebody: it stays out of the audit.
        _note(tx, order, "work_order.send_back", {"revisit": revisit_seconds})
    return order


def _locked(work_order_id: int, version: int | None) -> WorkOrder:
    order = for_change(work_order_id)
    if version is not None:
        require_version(order, version)
    return order


def _require_fine(order: WorkOrder, known: Completeness, waiver: str | None) -> None:
    at_work = {WorkOrderState.IN_PROGRESS, WorkOrderState.WORK_DONE}
    if order.state not in at_work or not all_done(order.id):
        raise WorkNotDoneError(f"{order.reference} is {order.state}.")
    if known.findings and not waiver:
        faults = [Fault("/", each.code, each.detail) for each in known.findings]
        text = "Something is missing or out of limits; say why it is accepted."
        raise WaiverNeededError(text, faults=faults)


def _add_visit(tx: Transaction, order: WorkOrder, seconds: int) -> None:
    """Lay out one more day part, to be planned like any other."""
    before = queries.visits_to_refit(order.id)
    parts = len(before) + 1
    for visit in before:
        visit.parts = parts
        visit.version += 1
    added = Visit(
        work_order_id=order.id,
        project_id=order.project_id,
        owner_organisation_id=order.owner_organisation_id,
        territory_id=order.territory_id,
        part=parts,
        parts=parts,
        duration_seconds=seconds,
        state=VisitState.OPEN,
        version=1,
    )
    session().add(added)
    session().flush()
    crews = queries.assignments_of([visit.id for visit in before])
    people = {key: {row.technician_id for row in crews[key]} for key in crews}
    tell(tx, [*before, added], {**people, added.id: set()})


def _note(
    tx: Transaction, order: WorkOrder, what: str, detail: dict[str, int | None]
) -> None:
    audit.record(tx, order.owner_organisation_id, what, "work_order", order.id, detail)
