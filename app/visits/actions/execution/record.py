"""Something is recorded on a visit: added, never changed."""

from typing import Any

from app.catalogue.states import StepKind
from app.core.clock import now
from app.core.errors import Fault
from app.core.transaction import retry_conflicts
from app.visits import queries
from app.visits.actions.execution.on_site import on_site
from app.visits.actions.execution.orders import settle_completion
from app.visits.actions.retell import retell_after
from app.visits.errors import EvidenceRefusedError, WorkVerifiedError
from app.visits.events import EvidenceAdded
from app.visits.models import Visit, VisitEvidence
from app.visits.rules import Doing, NewEvidence, Step, evidence_faults, passes, step_of
from app.visits.states import ENDED, EvidenceKind, VisitState
from app.work_orders.states import WorkOrderState

VERIFIED = frozenset({WorkOrderState.VERIFIED, WorkOrderState.CLOSED})


@retry_conflicts
def add_evidence(visit_id: int, doing: Doing, evidence: NewEvidence) -> Visit:
    """Record a photo, signature, serial, step, note or part; also late ones.

    Raises
    ------
    EvidenceRefusedError
        With everything about it that does not fit the order or its kind.
    WorkVerifiedError
        It would amend what a verified order rests on.
    """
    with on_site(visit_id, doing) as scene:
        visit = scene.visit
        amended = _amended(visit, evidence)
        version, steps = _template(evidence)
        _require_fitting(visit, evidence, steps)
        row = VisitEvidence(
            visit_id=visit.id,
            project_id=visit.project_id,
            owner_organisation_id=visit.owner_organisation_id,
            technician_id=doing.technician_id,
            operation_id=doing.operation_id,
            kind=evidence.kind,
            purpose=evidence.purpose,
            model_id=evidence.model_id,
            unit=evidence.unit,
            step_key=evidence.step_key,
            template_version=version,
            data=_judged(visit, evidence, steps),
            sha256=evidence.sha256,
            size=evidence.size,
            media_type=evidence.media_type,
            amends_id=amended,
            recorded_at=doing.at,
            received_at=now(),
        )
        scene.tx.session.add(row)
        scene.tx.publish(EvidenceAdded(visit.id, doing.operation_id))
        if visit.state in ENDED:
            retell_after({visit.work_order_id})
        if visit.state is VisitState.DONE:
            settle_completion(visit.work_order_id)
    return visit


def _amended(visit: Visit, evidence: NewEvidence) -> int | None:
    """Find what it stands in for; what a verified order rests on may not change."""
    if visit.state in ENDED and evidence.amends is not None:
        order = queries.order_of(visit.work_order_id)
        if order.state in VERIFIED:
            raise WorkVerifiedError(f"{order.reference} is {order.state}.")
    if evidence.amends is None:
        return None
    row = queries.evidence_of_operation(evidence.amends)
    if row is None or row.visit_id != visit.id or row.kind is not evidence.kind:
        text = "There is no such operation on this visit that recorded the same kind."
        fault = Fault("/amends", "unknown", text)
        raise EvidenceRefusedError("Nothing can be amended so.", faults=[fault])
    return row.id


def _template(evidence: NewEvidence) -> tuple[int | None, list[dict[str, Any]]]:
    if evidence.kind is not EvidenceKind.STEP or evidence.model_id is None:
        return None, []
    found = queries.steps_of([evidence.model_id])
    return found.get(evidence.model_id, (None, []))


def _require_fitting(
    visit: Visit, evidence: NewEvidence, steps: list[dict[str, Any]]
) -> None:
    lines = {}
    if evidence.model_id is not None:
        lines = queries.lines_of(visit.work_order_id)
    faults = evidence_faults(evidence, lines, steps)
    if faults:
        raise EvidenceRefusedError("This cannot be recorded so.", faults=faults)


def _judged(
    visit: Visit, evidence: NewEvidence, steps: list[dict[str, Any]]
) -> dict[str, Any]:
    """Say with a step's answer whether it passes; its unit is the template's."""
    data = dict(evidence.data)
    step = step_of(steps, evidence.step_key)
    if evidence.kind is not EvidenceKind.STEP or step is None:
        return data
    if step["kind"] == StepKind.READING:
        data["unit"] = step["unit"]
    data["passes"] = passes(step, data["value"], _others(visit, evidence, step))
    return data


def _others(visit: Visit, evidence: NewEvidence, step: Step) -> dict[str, Any]:
    """Return the unit's other answers, if a formula asks for them."""
    if not step.get("formula"):
        return {}
    return {
        row.step_key or "": row.data.get("value")
        for row in queries.evidence_of_order(visit.work_order_id)
        if (row.model_id, row.unit) == (evidence.model_id, evidence.unit)
    }
