from app.core.transaction import retry_conflicts
from app.visits.actions.execution.on_site import on_site
from app.visits.models import Visit
from app.visits.rules import Doing, earliest
from app.visits.states import VisitState


@retry_conflicts
def start_work(visit_id: int, doing: Doing) -> Visit:
    """The technician began to work; with the first of all, so did the order."""
    with on_site(visit_id, doing) as scene:
        scene.require_on_site()
        scene.reach(VisitState.WORKING)
        known = scene.member.work_started_at
        scene.member.work_started_at = earliest((known, doing.at))
    return scene.visit
