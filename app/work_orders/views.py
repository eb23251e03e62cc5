"""Work orders: read by all who see the project, changed by dispatchers."""

from typing import Any

from app.web.blueprint import Blueprint, Operation
from app.work_orders import queries
from app.work_orders.actions.change import (
    Wanted,
    cancel_work_order,
    change_work_order,
)
from app.work_orders.models import WorkOrder
from app.work_orders.schemas import (
    CancellationSchema,
    ChangedWorkOrderSchema,
    WorkOrderPageSchema,
    WorkOrderQuery,
    WorkOrderSchema,
)

blueprint = Blueprint("work_orders", about="Delivery, installation, commissioning.")


@blueprint.operation(
    "GET",
    "/work-orders",
    Operation(
        policy="work_order:read", answer=WorkOrderPageSchema, query=WorkOrderQuery
    ),
)
def list_work_orders(query: dict[str, Any]) -> Any:
    """List the work orders you may see, in the order they were laid out."""
    return queries.work_orders(query.pop("limit"), query.pop("after", None), **query)


@blueprint.operation(
    "GET",
    "/work-orders/<id:work_order_id>",
    Operation(policy="work_order:read", answer=WorkOrderSchema),
)
def read_work_order(work_order_id: int) -> WorkOrder:
    """Show a work order and what must come before it."""
    return queries.work_order(work_order_id)


@blueprint.operation(
    "PATCH",
    "/work-orders/<id:work_order_id>",
    Operation(
        policy="work_order:change",
        answer=WorkOrderSchema,
        body=ChangedWorkOrderSchema,
        conditional=True,
    ),
)
def change_work_order_view(
    work_order_id: int, body: dict[str, Any], version: int
) -> WorkOrder:
    """Set the priority, duration, crew, windows or dates of work not yet begun."""
    return change_work_order(work_order_id, Wanted(**body), version)


@blueprint.operation(
    "POST",
    "/work-orders/<id:work_order_id>/cancel",
    Operation(
        policy="work_order:change",
        answer=WorkOrderSchema,
        body=CancellationSchema,
        conditional=True,
    ),
)
def cancel_work_order_view(
    work_order_id: int, body: dict[str, Any], version: int
) -> WorkOrder:
    """Cancel work that is not under way."""
    return cancel_work_order(work_order_id, version, body.get("reason"))
