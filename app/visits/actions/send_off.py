"""A dispatcher sends a crew off, or notes that nobody came."""

from typing import Any, Final

from app.core.clock import now
from app.core.database import session
from app.core.errors import ConflictError
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.assign import lock_with_crew
from app.visits.actions.placing import ENTITY, tell
from app.visits.errors import NotAssignedError, NotReadyError
from app.visits.events import VisitMoved
from app.visits.models import Assignment, Visit
from app.visits.states import ENDED, VisitState, advance, move
from app.web.conditional import require_version
from app.work_orders.actions.give_up import give_up

_AHEAD: Final = frozenset({VisitState.PLANNED, VisitState.CONFIRMED})


@retry_conflicts
def dispatch_visit(
    visit_id: int, version: int | None = None, override_reason: str | None = None
) -> Visit:
    """The crew is told to go; with a reason also when something is not ready.

    Raises
    ------
    NotReadyError
        With everything that the visit still waits for.
    """
    with transaction() as tx:
        visit, crew = _locked(visit_id, version)
        _require_ahead(visit)
        hindrances = queries.hindrances(visit)
        if hindrances and not override_reason:
            text = "The visit waits for something; give a reason to send the crew."
            raise NotReadyError(text, faults=hindrances)
        visit.dispatched_at = now()
        visit.dispatch_reason = override_reason if hindrances else None
        to = advance(visit.state, VisitState.DISPATCHED)
        _move_on(tx, visit, crew, to, {"overridden": bool(hindrances)})
    return visit


@retry_conflicts
def note_no_show(visit_id: int, note: str, version: int | None = None) -> Visit:
    """Nobody came: the visit ends, and another order carries its work."""
    with transaction() as tx:
        visit, crew = _locked(visit_id, version)
        if visit.starts_at is not None and visit.starts_at > now():
            raise ConflictError("The visit has not begun yet: nobody can be missing.")
        visit.failure_note = note
        parts = queries.visits_of_orders([visit.work_order_id])
        left = sum(v.duration_seconds for v in parts if v.state not in ENDED)
        sent = advance(visit.state, VisitState.DISPATCHED)
        _move_on(tx, visit, crew, move(sent, VisitState.NO_SHOW), {})
        give_up(visit.work_order_id, {}, left)
    return visit


def _locked(visit_id: int, version: int | None) -> tuple[Visit, list[Assignment]]:
    visit = lock_with_crew([visit_id])[0]
    if version is not None:
        require_version(visit, version)
    if visit.starts_at is None:
        raise NotAssignedError("Only a visit with a crew and a time has somebody.")
    return visit, queries.assignments_of([visit.id])[visit.id]


def _require_ahead(visit: Visit) -> None:
    """Nobody is sent off twice, or to what is over."""
    if visit.state not in _AHEAD:
        move(visit.state, VisitState.DISPATCHED)


def _move_on(
    tx: Transaction,
    visit: Visit,
    crew: list[Assignment],
    to: VisitState,
    detail: dict[str, Any],
) -> None:
    before, visit.state = visit.state, to
    for row in crew:
        row.state = to
    visit.version += 1
    session().flush()
    tell(tx, [visit], {visit.id: {row.technician_id for row in crew}})
    tx.publish(VisitMoved(visit.id, before, to))
    owner = visit.owner_organisation_id
    audit.record(tx, owner, f"visit.{to.value}", ENTITY, visit.id, detail)
