from app.core.transaction import retry_conflicts
from app.visits.actions.execution.on_site import on_site
from app.visits.models import Visit
from app.visits.rules import Doing, latest
from app.visits.states import VisitState


@retry_conflicts
def finish_work(visit_id: int, doing: Doing) -> Visit:
    """The technician's part is done; the visit is, once nobody works on it any more.

    What evidence is still missing keeps the order open, never the visit: somebody
    else of the crew may have it on a phone without signal.
    """
    with on_site(visit_id, doing) as scene:
        scene.require_on_site()
        scene.reach(VisitState.DONE)
        known = scene.member.work_ended_at
        scene.member.work_ended_at = latest((known, doing.at))
    return scene.visit
