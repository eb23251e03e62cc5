from datetime import datetime, timedelta

from app.core.errors import ConflictError
from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.assign import lock_with_crew
from app.visits.actions.checks import checked_crew, require_free, require_plannable
from app.visits.actions.placing import ENTITY, Placement, place_all
from app.visits.errors import NotAssignedError
from app.visits.models import Visit
from app.visits.rules import Span
from app.web.conditional import require_version


@retry_conflicts
def swap_visits(
    visit_id: int, with_visit_id: int, version: int | None = None
) -> tuple[Visit, Visit]:
    """Exchange the crews and the starts of two visits.

    Raises as `assign_visit` does; `version` is that of the first.
    """
    if visit_id == with_visit_id:
        raise ConflictError("A visit cannot be swapped with itself.")
    with transaction() as tx:
        visits = lock_with_crew([visit_id, with_visit_id])
        if version is not None:
            require_version(visits[0], version)
        crews = queries.assignments_of([visit_id, with_visit_id])
        people = {key: [row.technician_id for row in crews[key]] for key in crews}
        one, two = visits
        starts = {one.id: _start(one), two.id: _start(two)}
        placements = [
            Placement(
                visit,
                tuple(people[other.id]),
                _span(visit, starts[other.id]),
            )
            for visit, other in ((one, two), (two, one))
        ]
        for each in placements:
            _require_place(each, but=[one.id, two.id])
        place_all(tx, placements, by_hand=True)
        _check(placements)
        for visit, other in ((one, two), (two, one)):
            audit.record(
                tx,
                visit.owner_organisation_id,
                "visit.swap",
                ENTITY,
                visit.id,
                {"with_visit_id": other.id},
            )
    return one, two


def _start(visit: Visit) -> datetime:
    if visit.starts_at is None:
        raise NotAssignedError("Both visits need a crew and a time to be swapped.")
    return visit.starts_at


def _span(visit: Visit, start: datetime) -> Span:
    return Span(start, start + timedelta(seconds=visit.duration_seconds))


def _require_place(each: Placement, but: list[int]) -> None:
    require_plannable(queries.order_of(each.visit.work_order_id))
    if each.span is not None:
        require_free(each.technician_ids, each.span, but)


def _check(placements: list[Placement]) -> None:
    """Check each against the other's new time; a fault undoes both."""
    for each in placements:
        order = queries.order_of(each.visit.work_order_id)
        if each.span is not None:
            checked_crew(each.visit, order, each.technician_ids, each.span)
