"""Reads on what was sent, and on what is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.database import session
from app.core.errors import NotFoundError
from app.integrations.models import Attempt, Delivery, Webhook
from app.integrations.states import DeliveryState, WebhookState
from app.web.pagination import Page, paginate
from app.web.policy import restrict

SWEPT_AT_ONCE = 500


def delivery(delivery_id: int) -> Delivery:
    """Return a delivery of the actor's."""
    statement = select(Delivery).where(Delivery.id == delivery_id)
    row = session().scalar(restrict(statement, "delivery:read"))
    if row is None:
        raise NotFoundError
    return row


def delivery_for_replay(delivery_id: int) -> Delivery:
    """Lock a delivery that the actor may have sent once more."""
    statement = select(Delivery).where(Delivery.id == delivery_id)
    row = session().scalar(restrict(statement, "delivery:replay").with_for_update())
    if row is None:
        raise NotFoundError
    return row


def deliveries(
    webhook_id: int,
    limit: int,
    after: str | None = None,
    state: DeliveryState | None = None,
) -> Page[Delivery]:
    """List what a webhook was sent, newest first."""
    statement = restrict(select(Delivery), "delivery:read").where(
        Delivery.webhook_id == webhook_id
    )
    if state is not None:
        statement = statement.where(Delivery.state == state)
    return paginate(
        statement, by=[Delivery.id], limit=limit, after=after, descending=True
    )


def attempts_of(delivery_id: int) -> Sequence[Attempt]:
    """List the tries of a delivery that the actor may see, oldest first."""
    return (
        session()
        .scalars(
            select(Attempt)
            .where(Attempt.delivery_id == delivery_id)
            .order_by(Attempt.id)
        )
        .all()
    )


def locked(delivery_id: int) -> Delivery | None:
    """Lock a delivery for the house; None if it is gone."""
    return session().scalar(
        select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    )


def failed_of(webhook_id: int) -> Sequence[Delivery]:
    """Lock every delivery of a webhook that failed."""
    return (
        session()
        .scalars(
            select(Delivery)
            .where(
                Delivery.webhook_id == webhook_id,
                Delivery.state == DeliveryState.FAILED,
            )
            .order_by(Delivery.id)
            .with_for_update()
        )
        .all()
    )


def due(at: datetime) -> Sequence[Delivery]:
    """Lock what is to be tried now and nobody has on its way."""
    return (
        session()
        .scalars(
            select(Delivery)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .where(
                Delivery.state == DeliveryState.PENDING,
                Delivery.next_at <= at,
                Webhook.state == WebhookState.ACTIVE,
            )
            .order_by(Delivery.next_at, Delivery.id)
            .limit(SWEPT_AT_ONCE)
            .with_for_update(of=Delivery, skip_locked=True)
        )
        .all()
    )
