"""What was recorded on visits, and what their templates ask for."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_

from app.catalogue.models import CommissioningTemplate
from app.core.database import session
from app.core.errors import NotFoundError
from app.visits.models import Attachment, Visit, VisitEvidence
from app.visits.states import AttachmentState
from app.web.pagination import Page, paginate
from app.web.policy import restrict

Steps = list[dict[str, Any]]


def evidence_of(visit_id: int) -> Sequence[VisitEvidence]:
    """Return all that was recorded on a visit, in the order it was received."""
    return (
        session()
        .scalars(
            select(VisitEvidence)
            .where(VisitEvidence.visit_id == visit_id)
            .order_by(VisitEvidence.id)
        )
        .all()
    )


def evidence_page(visit_id: int, limit: int, after: str | None) -> Page[VisitEvidence]:
    """List what was recorded on a visit, for those who may read it."""
    statement = select(Visit.id).where(Visit.id == visit_id)
    if session().scalar(restrict(statement, "visit:evidence")) is None:
        raise NotFoundError
    rows = select(VisitEvidence).where(VisitEvidence.visit_id == visit_id)
    return paginate(rows, by=[VisitEvidence.id], limit=limit, after=after)


def evidence_of_order(work_order_id: int) -> Sequence[VisitEvidence]:
    """Return what counts on the visits of a work order: no refused picture does."""
    refused = exists().where(
        Attachment.visit_id == VisitEvidence.visit_id,
        Attachment.technician_id == VisitEvidence.technician_id,
        Attachment.sha256 == VisitEvidence.sha256,
        Attachment.state == AttachmentState.REFUSED,
    )
    return (
        session()
        .scalars(
            select(VisitEvidence)
            .join(Visit, Visit.id == VisitEvidence.visit_id)
            .where(Visit.work_order_id == work_order_id, ~refused)
            .order_by(VisitEvidence.id)
        )
        .all()
    )


def evidence_of_operation(operation_id: UUID) -> VisitEvidence | None:
    return session().scalar(
        select(VisitEvidence).where(VisitEvidence.operation_id == operation_id)
    )


def steps_of(model_ids: Collection[int]) -> dict[int, tuple[int, Steps]]:
    """Return the newest template of each model that has one: version and steps."""
    template = CommissioningTemplate
    newest = (
        select(template.model_id, func.max(template.version))
        .where(template.model_id.in_(model_ids))
        .group_by(template.model_id)
    )
    rows = session().scalars(
        select(template).where(tuple_(template.model_id, template.version).in_(newest))
    )
    return {row.model_id: (row.version, row.steps) for row in rows}
