"""How far orders are, and what is known of their goods."""

from typing import Any

from app.integrations.actions.goods import tell_goods
from app.integrations.queries import orders as queries
from app.integrations.schemas import orders as schemas
from app.web.blueprint import Blueprint, Operation

blueprint = Blueprint("orders", about="Orders by the references of who sent them.")


@blueprint.operation(
    "GET",
    "/orders",
    Operation(
        policy="order:read",
        answer=schemas.OrderPageSchema,
        query=schemas.OrderQuery,
    ),
)
def list_orders(query: dict[str, Any]) -> Any:
    """List how far your orders are, newest first; or one by its reference."""
    limit, after = query["limit"], query.get("after")
    return queries.orders(limit, after, query.get("external_reference"))


@blueprint.operation(
    "GET",
    "/projects/<id:project_id>/goods",
    Operation(policy="goods:read", answer=schemas.GoodsListSchema),
)
def list_goods(project_id: int) -> Any:
    """List what is known of a project's goods."""
    return {"items": queries.goods_of(project_id)}


@blueprint.operation(
    "POST",
    "/projects/<id:project_id>/goods",
    Operation(
        policy="goods:write",
        answer=schemas.TakenGoodsSchema,
        body=schemas.ToldGoodsSchema,
    ),
)
def tell_goods_view(project_id: int, body: dict[str, Any]) -> Any:
    """Tell when goods come or that they came; an older revision changes nothing."""
    taken = tell_goods(project_id, body["items"])
    return {"items": [{"reference": r, "status": fate} for r, fate in taken]}
