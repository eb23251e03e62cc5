"""Webhooks, and messages that wait or were given up."""

from datetime import timedelta

from app.core.clock import now
from app.core.database import session
from app.integrations.models import Attempt, Delivery, Webhook, WebhookSecret
from app.integrations.rules.signing import new_message_id, new_secret
from app.integrations.states import DeliveryState, EventType, Outcome, WebhookState


def make_webhook(organisation_id: int, mark: str) -> int:
    row = Webhook(
        owner_organisation_id=organisation_id,
        url=f"https://hooks.example.com/{mark}",
        label=f"{mark} webhook",
        events=[EventType.PROJECT_CHANGED.value],
        state=WebhookState.ACTIVE,
    )
    session().add(row)
    session().flush()
    session().add(WebhookSecret(webhook_id=row.id, secret=new_secret()))
    session().flush()
    return row.id


def make_delivery(organisation_id: int, mark: str) -> int:
    """Return a message to a webhook of its own, tried once in vain."""
    row = Delivery(
        webhook_id=make_webhook(organisation_id, mark),
        owner_organisation_id=organisation_id,
        message_id=new_message_id(),
        event=EventType.PROJECT_CHANGED,
        payload={"type": "project.changed", "data": {"reference": mark}},
        state=DeliveryState.PENDING,
        tries=1,
        next_at=now() + timedelta(days=1),
    )
    session().add(row)
    session().flush()
    session().add(
        Attempt(
            delivery_id=row.id,
            owner_organisation_id=organisation_id,
            at=now(),
            outcome=Outcome.REFUSED,
            status=500,
            milliseconds=5,
        )
    )
    session().flush()
    return row.id
