"""Webhooks and their history, for those whose programs listen."""

from typing import Any

from app.integrations.actions import manage, replay
from app.integrations.models import Delivery, Webhook
from app.integrations.queries import deliveries, webhooks
from app.integrations.schemas import webhooks as schemas
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import PageQuery

blueprint = Blueprint("webhooks", about="What other programs are told, and when.")


@blueprint.operation(
    "GET",
    "/webhooks",
    Operation(policy="webhook:read", answer=schemas.WebhookPageSchema, query=PageQuery),
)
def list_webhooks(query: dict[str, Any]) -> Any:
    """List your organisations' webhooks, newest first."""
    return webhooks.webhooks(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/webhooks",
    Operation(
        policy="webhook:manage",
        answer=schemas.MadeWebhookSchema,
        status=201,
        body=schemas.NewWebhookSchema,
        secret=True,
    ),
)
def add_webhook(body: dict[str, Any]) -> Any:
    """Have changes told to an address; the secret is shown this once."""
    return _with_secret(manage.add_webhook(**body))


@blueprint.operation(
    "GET",
    "/webhooks/<id:webhook_id>",
    Operation(policy="webhook:read", answer=schemas.WebhookSchema),
)
def read_webhook(webhook_id: int) -> Webhook:
    """Show where messages go, without the secret."""
    return webhooks.webhook(webhook_id)


@blueprint.operation(
    "PATCH",
    "/webhooks/<id:webhook_id>",
    Operation(
        policy="webhook:manage",
        answer=schemas.WebhookSchema,
        body=schemas.ChangedWebhookSchema,
        conditional=True,
    ),
)
def change_webhook(webhook_id: int, body: dict[str, Any], version: int) -> Webhook:
    """Send elsewhere, of other events, not for a while, or again."""
    return manage.change_webhook(webhook_id, manage.Wanted(**body), version)


@blueprint.operation(
    "DELETE",
    "/webhooks/<id:webhook_id>",
    Operation(policy="webhook:manage", status=204),
)
def remove_webhook(webhook_id: int) -> None:
    """Send nothing there any more, and forget what was sent."""
    manage.remove_webhook(webhook_id)


@blueprint.operation(
    "POST",
    "/webhooks/<id:webhook_id>/rotate",
    Operation(policy="webhook:manage", answer=schemas.MadeWebhookSchema, secret=True),
)
def rotate_webhook_secret(webhook_id: int) -> Any:
    """Get a new secret; for a day messages are signed with both."""
    return _with_secret(manage.rotate_secret(webhook_id))


@blueprint.operation(
    "POST",
    "/webhooks/<id:webhook_id>/try",
    Operation(policy="webhook:manage", answer=schemas.DeliverySchema, status=202),
)
def try_webhook(webhook_id: int) -> Delivery:
    """Send a message that says nothing, to see whether it arrives."""
    return replay.try_webhook(webhook_id)


@blueprint.operation(
    "POST",
    "/webhooks/<id:webhook_id>/replay",
    Operation(policy="webhook:manage", answer=schemas.ReplayedSchema, status=202),
)
def replay_webhook(webhook_id: int) -> Any:
    """Send again every message that failed."""
    return {"messages": replay.replay_failed(webhook_id)}


@blueprint.operation(
    "GET",
    "/webhooks/<id:webhook_id>/deliveries",
    Operation(
        policy="delivery:read",
        answer=schemas.DeliveryPageSchema,
        query=schemas.DeliveryQuery,
    ),
)
def list_deliveries(webhook_id: int, query: dict[str, Any]) -> Any:
    """List what was sent or is to be, newest first."""
    webhooks.webhook(webhook_id)
    limit, after = query["limit"], query.get("after")
    return deliveries.deliveries(webhook_id, limit, after, query.get("state"))


@blueprint.operation(
    "GET",
    "/deliveries/<id:delivery_id>/attempts",
    Operation(policy="delivery:read", answer=schemas.AttemptsSchema),
)
def list_attempts(delivery_id: int) -> Any:
    """List the tries of a message and what was answered, oldest first."""
    deliveries.delivery(delivery_id)
    return {"items": deliveries.attempts_of(delivery_id)}


@blueprint.operation(
    "POST",
    "/deliveries/<id:delivery_id>/replay",
    Operation(policy="delivery:replay", answer=schemas.DeliverySchema, status=202),
)
def replay_delivery(delivery_id: int) -> Delivery:
    """Send a message again under its own id."""
    return replay.replay(delivery_id)


def _with_secret(made: manage.MadeWebhook) -> dict[str, Any]:
    named = schemas.WebhookSchema().fields.items()
    names = [field.attribute or name for name, field in named]
    shown = {name: getattr(made.webhook, name) for name in names}
    return {**shown, "secret": made.secret}
