"""Writing a crew and a time to visits, or taking them away; never on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.core.database import session
from app.core.transaction import Transaction
from app.visits import queries
from app.visits.actions.orders import follow
from app.visits.events import VisitAssigned, VisitUnassigned
from app.visits.models import Assignment, Visit
from app.visits.rules import Span
from app.visits.states import VisitState, assigned, move
from app.web.feed import Change, announce

ENTITY: Final = "visit"


@dataclass(frozen=True, slots=True)
class Placement:
    """A visit, locked, and where it goes; without a span it loses its place."""

    visit: Visit
    technician_ids: tuple[int, ...] = ()
    span: Span | None = None
    travel_seconds: int | None = None


def place_all(
    tx: Transaction, placements: Sequence[Placement], *, by_hand: bool
) -> None:
    """Write the placements; overlaps between them may cancel out until the commit.

    The technicians, the old ones too, must be locked, and the rules checked.
    """
    visits = [each.visit for each in placements]
    crews = queries.assignments_of([visit.id for visit in visits])
    concerned: dict[int, set[int]] = {}
    for each in placements:
        crew = crews[each.visit.id]
        before = {row.technician_id for row in crew}
        concerned[each.visit.id] = before | set(each.technician_ids)
        _write(each, crew, by_hand=by_hand)
        tx.publish(_fact(each))
    session().flush()
    follow({visit.work_order_id for visit in visits})
    tell(tx, visits, concerned)


def _write(each: Placement, crew: list[Assignment], *, by_hand: bool) -> None:
    visit, span = each.visit, each.span
    if span is None:
        visit.state = move(visit.state, VisitState.OPEN)
        visit.starts_at = visit.ends_at = visit.travel_seconds = None
        visit.pinned = visit.human_edited = False
    else:
        visit.state = assigned(visit.state, promise_kept=_is_promise_kept(visit, span))
        visit.starts_at, visit.ends_at = span.start, span.end
        visit.travel_seconds = each.travel_seconds
        visit.human_edited = by_hand
    visit.version += 1
    _seat(each, crew)


def _is_promise_kept(visit: Visit, span: Span) -> bool:
    if visit.promise_start is None or visit.promise_end is None:
        return True
    return visit.promise_start <= span.start <= visit.promise_end


def _seat(each: Placement, crew: list[Assignment]) -> None:
    """Keep the rows of those who stay: their phones see a change, not a loss."""
    staying = {row.technician_id: row for row in crew}
    for row in crew:
        if row.technician_id not in each.technician_ids:
            session().delete(row)
    if each.span is None:
        return
    for seat, technician_id in enumerate(each.technician_ids):
        row = staying.get(technician_id) or Assignment(
            visit_id=each.visit.id,
            owner_organisation_id=each.visit.owner_organisation_id,
            technician_id=technician_id,
        )
        row.seat, row.state = seat, each.visit.state
        row.starts_at, row.ends_at = each.span.start, each.span.end
        session().add(row)


def _fact(each: Placement) -> VisitAssigned | VisitUnassigned:
    kind = VisitUnassigned if each.span is None else VisitAssigned
    return kind(each.visit.id, each.visit.work_order_id)


def tell(
    tx: Transaction, visits: Sequence[Visit], technicians: dict[int, set[int]]
) -> None:
    """Announce changed visits to all who may see them."""
    everybody = set[int]().union(*technicians.values())
    audience = queries.Audience(visits, everybody)
    for visit in visits:
        scopes = audience.scopes(visit, technicians[visit.id])
        announce(tx, scopes, Change(ENTITY, visit.id, visit.version))
