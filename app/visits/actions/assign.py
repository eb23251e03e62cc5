from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.checks import checked_crew, require_free, require_plannable
from app.visits.actions.placing import ENTITY, Placement, place_all
from app.visits.models import Visit
from app.visits.rules import Span
from app.visits.states import assigned
from app.web.conditional import require_version


@retry_conflicts
def assign_visit(
    visit_id: int,
    technician_ids: Sequence[int],
    starts_at: datetime,
    version: int | None = None,
) -> Visit:
    """Give a visit its crew and its start, or another crew or start.

    Raises
    ------
    OverlapError
        One of the technicians is booked then.
    CannotAssignError
        With every rule that the crew or the time breaks.
    StaleError
        The visit is no longer at `version`.
    """
    with transaction() as tx:
        visit = lock_with_crew([visit_id], technician_ids)[0]
        if version is not None:
            require_version(visit, version)
        order = queries.order_of(visit.work_order_id)
        require_plannable(order)
        assigned(visit.state, promise_kept=True)
        span = Span(starts_at, starts_at + timedelta(seconds=visit.duration_seconds))
        require_free(technician_ids, span, [visit.id])
        crew = checked_crew(visit, order, technician_ids, span)
        place_all(tx, [Placement(visit, crew, span)], by_hand=True)
        audit.record(
            tx,
            visit.owner_organisation_id,
            "visit.assign",
            ENTITY,
            visit.id,
            {"technician_ids": list(crew), "starts_at": starts_at.isoformat()},
        )
    return visit


def lock_with_crew(
    visit_ids: Sequence[int], technician_ids: Sequence[int] = ()
) -> list[Visit]:
    """Lock technicians, those on the visits included, then the visits, by id.

    The crews are read before their locks are held: should one have changed until
    then, the visit's version has too, or the exclusion constraint decides.
    """
    for visit_id in visit_ids:
        queries.readable_visit(visit_id)
    crews = queries.assignments_of(visit_ids)
    present = [row.technician_id for crew in crews.values() for row in crew]
    queries.lock_technicians([*technician_ids, *present])
    locked = {
        visit_id: queries.visit_for_change(visit_id) for visit_id in sorted(visit_ids)
    }
    return [locked[visit_id] for visit_id in visit_ids]
