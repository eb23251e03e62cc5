from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits.actions.assign import lock_with_crew
from app.visits.actions.placing import ENTITY, Placement, place_all
from app.visits.errors import NotAssignedError
from app.visits.models import Visit
from app.web.conditional import require_version


@retry_conflicts
def unassign_visit(visit_id: int, version: int | None = None) -> Visit:
    """Take the crew and the time from a visit: it is open again."""
    with transaction() as tx:
        visit = lock_with_crew([visit_id])[0]
        if version is not None:
            require_version(visit, version)
        if visit.starts_at is None:
            raise NotAssignedError("This visit has no crew that could be taken off.")
        place_all(tx, [Placement(visit)], by_hand=True)
        owner = visit.owner_organisation_id
        audit.record(tx, owner, "visit.unassign", ENTITY, visit.id)
    return visit
