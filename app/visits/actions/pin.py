from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.assign import lock_with_crew
from app.visits.actions.placing import ENTITY, tell
from app.visits.errors import NotAssignedError
from app.visits.models import Visit
from app.web.conditional import require_version


def pin(visit_id: int, version: int | None = None) -> Visit:
    """Keep a visit where it is, whatever the next plan would rather."""
    return _set(visit_id, version, pinned=True)


def unpin(visit_id: int, version: int | None = None) -> Visit:
    """Let the next plan move the visit, also when a person placed it."""
    return _set(visit_id, version, pinned=False)


@retry_conflicts
def _set(visit_id: int, version: int | None, *, pinned: bool) -> Visit:
    with transaction() as tx:
        visit = lock_with_crew([visit_id])[0]
        if version is not None:
            require_version(visit, version)
        if visit.starts_at is None:
            raise NotAssignedError("Only a visit with a crew and a time can be pinned.")
        visit.pinned = pinned
        visit.human_edited = visit.human_edited and pinned
        visit.version += 1
        verb = "visit.pin" if pinned else "visit.unpin"
        audit.record(tx, visit.owner_organisation_id, verb, ENTITY, visit.id)
        crew = queries.assignments_of([visit.id])[visit.id]
        tell(tx, [visit], {visit.id: {row.technician_id for row in crew}})
    return visit
