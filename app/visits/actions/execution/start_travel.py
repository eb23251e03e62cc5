from app.core.transaction import retry_conflicts
from app.visits.actions.execution.on_site import on_site
from app.visits.models import Visit
from app.visits.rules import Doing, earliest
from app.visits.states import VisitState


@retry_conflicts
def start_travel(visit_id: int, doing: Doing) -> Visit:
    """The technician left for the site; from now on no plan moves the visit."""
    with on_site(visit_id, doing) as scene:
        scene.reach(VisitState.EN_ROUTE)
        known = scene.member.departed_at
        scene.member.departed_at = earliest((known, doing.at))
    return scene.visit
