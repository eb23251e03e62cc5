"""Somebody other than who did it looks at the work."""

from typing import Any

from app.visits import queries, schemas
from app.visits.actions.supervise import send_back, verify_work
from app.visits.queries import Completeness
from app.visits.views.shared import blueprint
from app.web.blueprint import Operation
from app.work_orders.models import WorkOrder
from app.work_orders.schemas import WorkOrderSchema


@blueprint.operation(
    "GET",
    "/work-orders/<id:work_order_id>/completeness",
    Operation(policy="work_order:evidence", answer=schemas.CompletenessSchema),
)
def read_completeness(work_order_id: int) -> Completeness:
    """Say what an order lacks before it is done, and what is out of limits."""
    return queries.completeness_of(queries.order_with_evidence(work_order_id))


@blueprint.operation(
    "POST",
    "/work-orders/<id:work_order_id>/verify",
    Operation(
        policy="work_order:change",
        answer=WorkOrderSchema,
        body=schemas.VerificationSchema,
        conditional=True,
        refusals={409: "Something needs a waiver; what, is listed. Or it goes on."},
    ),
)
def verify_work_order(
    work_order_id: int, body: dict[str, Any], version: int
) -> WorkOrder:
    """Find the work done well; what is missing or out of limits needs a waiver."""
    return verify_work(work_order_id, version, body.get("waiver"))


@blueprint.operation(
    "POST",
    "/work-orders/<id:work_order_id>/send-back",
    Operation(
        policy="work_order:change",
        answer=WorkOrderSchema,
        body=schemas.SendBackSchema,
        conditional=True,
    ),
)
def send_back_work_order(
    work_order_id: int, body: dict[str, Any], version: int
) -> WorkOrder:
    """Find something undone; another visit is laid out if it takes one."""
    seconds = body.get("revisit_seconds")
    return send_back(work_order_id, body["reason"], version, seconds)
