"""What an order still lacks, and what in it is out of limits."""

from dataclasses import dataclass

from sqlalchemy import select

from app.catalogue.states import WorkKind
from app.core.database import session
from app.core.errors import NotFoundError
from app.visits.queries.evidence import evidence_of_order, steps_of
from app.visits.queries.orders import lines_of
from app.visits.rules import Asked, Finding, Found, failing, is_signed, missing
from app.web.policy import restrict
from app.work_orders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Completeness:
    missing: tuple[Finding, ...]
    failing: tuple[Finding, ...]
    is_signed: bool

    @property
    def is_whole(self) -> bool:
        return not self.missing

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.missing + self.failing


def order_with_evidence(work_order_id: int) -> WorkOrder:
    """Return an order of which the actor may read what was recorded."""
    statement = select(WorkOrder).where(WorkOrder.id == work_order_id)
    row = session().scalar(restrict(statement, "work_order:evidence"))
    if row is None:
        raise NotFoundError
    return row


def completeness_of(order: WorkOrder) -> Completeness:
    """Judge all that was recorded on the visits of an order."""
    lines = lines_of(order.id)
    is_tested = order.kind is WorkKind.COMMISSIONING
    templates = (
        {model_id: steps for model_id, (_, steps) in steps_of(lines).items()}
        if is_tested
        else {}
    )
    asked = Asked(order.kind, lines, templates)
    found = Found(evidence_of_order(order.id))
    return Completeness(
        tuple(missing(asked, found)),
        tuple(failing(asked, found)),
        is_signed(order.kind, found),
    )
