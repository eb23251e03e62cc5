"""Somebody wants a message sent once more, or a first one to see whether it arrives."""

from app.core.clock import now
from app.core.transaction import Transaction, transaction
from app.integrations.actions.announce import DELIVER, send, tell
from app.integrations.errors import WebhookOffError
from app.integrations.models import Delivery
from app.integrations.queries import deliveries as queries
from app.integrations.queries import webhooks
from app.integrations.rules import retries
from app.integrations.states import (
    DeliveryState,
    EventType,
    WebhookState,
    move_delivery,
)
from app.organisations.actions.audit import record


def replay(delivery_id: int) -> Delivery:
    """Send a message again under its own id, whatever became of it before."""
    with transaction() as tx:
        queries.delivery(delivery_id)
        row = queries.delivery_for_replay(delivery_id)
        _require_on(row.webhook_id)
        _again(tx, row)
        owner = row.owner_organisation_id
        record(tx, owner, "delivery.replay", "delivery", row.id)
    return row


def replay_failed(webhook_id: int) -> int:
    """Send again all that failed; return how many messages that is."""
    with transaction() as tx:
        webhook = webhooks.webhook_for_change(webhook_id)
        _require_on(webhook.id)
        rows = queries.failed_of(webhook.id)
        for row in rows:
            _again(tx, row)
        owner = webhook.owner_organisation_id
        detail = {"messages": len(rows)}
        record(tx, owner, "webhook.replay", "webhook", webhook.id, detail)
    return len(rows)


def try_webhook(webhook_id: int) -> Delivery:
    """Send a message that says nothing but that it is one."""
    with transaction() as tx:
        webhook = webhooks.webhook_for_change(webhook_id)
        _require_on(webhook.id)
        data = {"webhook_id": webhook.id}
        owner = webhook.owner_organisation_id
        row = send(tx, webhook.id, owner, EventType.TEST, data)
        tell(tx, row)
    return row


def _require_on(webhook_id: int) -> None:
    webhook = webhooks.webhook(webhook_id)
    if webhook.state is not WebhookState.ACTIVE:
        raise WebhookOffError(f"It is {webhook.state}; turn it on first.")


def _again(tx: Transaction, row: Delivery) -> None:
    at = now()
    if row.state is not DeliveryState.PENDING:
        row.state = move_delivery(row.state, DeliveryState.PENDING)
    row.tries = 0
    row.next_at = at + retries.LEASE
    row.delivered_at = None
    row.version += 1
    tell(tx, row)
    tx.defer(DELIVER, delivery_id=row.id)
