from collections.abc import Iterator, Mapping

from app.core.errors import Fault, InvalidError
from app.core.transaction import retry_conflicts
from app.organisations.actions import audit
from app.visits import queries
from app.visits.actions.execution.on_site import Scene, on_site
from app.visits.actions.placing import ENTITY
from app.visits.models import Visit
from app.visits.rules import Doing, latest
from app.visits.states import ENDED, FailureReason, VisitState, follow
from app.work_orders.actions.give_up import give_up


@retry_conflicts
def cannot_complete(
    visit_id: int,
    doing: Doing,
    reason: FailureReason,
    note: str | None = None,
    unfinished: Mapping[int, int] | None = None,
) -> Visit:
    """The crew cannot do it, or not all of it: another order carries the rest.

    `unfinished` is how many of each model are left, everything if it is empty. It is
    the whole crew's word; the first of them to say it says why.

    Raises
    ------
    InvalidError
        More is said to be left than the order handles.
    """
    with on_site(visit_id, doing) as scene:
        visit = scene.visit
        if visit.state is not VisitState.FAILED:
            left = {model: n for model, n in (unfinished or {}).items() if n}
            _require_of_order(visit, left)
            scene.member.state = follow(scene.member.state, VisitState.FAILED)
            visit.failure_reason, visit.failure_note = reason, note
            _hand_over(scene, left)
        known = scene.member.work_ended_at
        scene.member.work_ended_at = latest((known, doing.at))
    return visit


def _require_of_order(visit: Visit, unfinished: Mapping[int, int]) -> None:
    faults = list(_faults(queries.lines_of(visit.work_order_id), unfinished))
    if faults:
        raise InvalidError("That much cannot be left of this order.", faults=faults)


def _faults(lines: Mapping[int, int], unfinished: Mapping[int, int]) -> Iterator[Fault]:
    for model_id, quantity in unfinished.items():
        most = lines.get(model_id, 0)
        if not 0 < quantity <= most:
            text = f"The order handles {most} of model {model_id}."
            yield Fault(f"/unfinished/{model_id}", "quantity", text)


def _hand_over(scene: Scene, unfinished: Mapping[int, int]) -> None:
    visit = scene.visit
    parts = queries.visits_of_orders([visit.work_order_id])
    seconds = sum(v.duration_seconds for v in parts if _is_left(v))
    give_up(visit.work_order_id, unfinished, seconds)
    detail = {"reason": visit.failure_reason}
    owner = visit.owner_organisation_id
    audit.record(scene.tx, owner, "visit.cannot_complete", ENTITY, visit.id, detail)


def _is_left(visit: Visit) -> bool:
    return visit.state not in ENDED
