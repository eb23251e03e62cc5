from app.core.transaction import retry_conflicts
from app.visits import queries
from app.visits.actions.execution.on_site import on_site
from app.visits.errors import OutsideGeofenceError
from app.visits.models import Visit
from app.visits.rules import Doing, distance_m, earliest, is_inside
from app.visits.states import VisitState


@retry_conflicts
def arrive(visit_id: int, doing: Doing, reason: str | None = None) -> Visit:
    """The technician is at the site; away from it, or without a position, says why.

    Raises
    ------
    OutsideGeofenceError
        The position is not at the site, or not known, and no reason is given.
    """
    with on_site(visit_id, doing) as scene:
        distance = _checked_distance(scene.visit, doing, reason)
        scene.reach(VisitState.ON_SITE)
        member = scene.member
        if member.arrived_at is None:
            member.arrival_distance_m, member.arrival_reason = distance, reason
        member.arrived_at = earliest((member.arrived_at, doing.at))
    return scene.visit


def _checked_distance(visit: Visit, doing: Doing, reason: str | None) -> int | None:
    if doing.point is None:
        if not reason:
            raise OutsideGeofenceError("There is no position; say why, to arrive.")
        return None
    site = queries.site_of(visit.work_order_id)
    distance = distance_m((site.lat, site.lon), doing.point)
    if not is_inside(distance, doing.accuracy_m) and not reason:
        raise OutsideGeofenceError(
            f"That is {distance} m from the site; say why, to arrive all the same."
        )
    return distance
