from app.core.transaction import retry_conflicts
from app.visits.actions.execution.on_site import on_site
from app.visits.models import Visit
from app.visits.rules import Doing, earliest
from app.visits.states import VisitState


@retry_conflicts
def acknowledge_visit(visit_id: int, doing: Doing) -> Visit:
    """The technician has seen the visit and will come."""
    with on_site(visit_id, doing) as scene:
        scene.reach(VisitState.ACKNOWLEDGED)
        known = scene.member.acknowledged_at
        scene.member.acknowledged_at = earliest((known, doing.at))
    return scene.visit
