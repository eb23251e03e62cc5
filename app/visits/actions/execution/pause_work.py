from app.core.transaction import retry_conflicts
from app.visits.actions.execution.on_site import Scene, on_site
from app.visits.models import Visit
from app.visits.rules import Doing
from app.visits.states import ENDED, VisitState, follow


@retry_conflicts
def pause_work(visit_id: int, doing: Doing, reason: str) -> Visit:
    """The technician stopped for a while, and says why."""
    with on_site(visit_id, doing) as scene:
        _turn(scene, VisitState.PAUSED)
        scene.member.pause_reason = reason
    return scene.visit


@retry_conflicts
def resume_work(visit_id: int, doing: Doing) -> Visit:
    """The technician works again."""
    with on_site(visit_id, doing) as scene:
        _turn(scene, VisitState.WORKING)
        scene.member.pause_reason = None
    return scene.visit


def _turn(scene: Scene, to: VisitState) -> None:
    """Pause or work; for who has ended it is late news."""
    scene.require_on_site()
    if scene.member.state not in ENDED:
        scene.member.state = follow(scene.member.state, to)
