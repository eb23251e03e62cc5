"""A message is sent; whatever comes of it is kept, and it goes again if need be."""

import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete

from app.core.clock import now
from app.core.transaction import Transaction, transaction
from app.integrations.actions.announce import DELIVER, tell
from app.integrations.actions.manage import tell as tell_webhook
from app.integrations.channels.line import NotSentError, line
from app.integrations.models import Attempt, Delivery, Webhook, WebhookSecret
from app.integrations.queries import deliveries as queries
from app.integrations.queries import webhooks
from app.integrations.rules import retries, signing
from app.integrations.states import (
    DeliveryState,
    Outcome,
    WebhookState,
    move,
    move_delivery,
)

SWEEP: Final = "integrations.sweep"
FORGET: Final = "integrations.forget"
#: What the hundreds of a status mean; everything else is a refusal.
_ANSWERS: Final = {2: Outcome.ANSWERED, 3: Outcome.REDIRECTED}


@dataclass(frozen=True, slots=True)
class _Letter:
    """All that is needed to send a message, without a transaction open."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Try:
    outcome: Outcome
    status: int | None
    milliseconds: int


def deliver(delivery_id: int) -> None:
    """Send one message; it may arrive twice, and says so by its id."""
    letter = _letter_of(delivery_id)
    if letter is not None:
        _note(delivery_id, _send(letter))


def _letter_of(delivery_id: int) -> _Letter | None:
    """Take the message up: nobody else sends it until the lease is over."""
    with transaction():
        row = queries.locked(delivery_id)
        if row is None or row.state is not DeliveryState.PENDING:
            return None
        webhook = webhooks.locked(row.webhook_id)
        if webhook is None or webhook.state is not WebhookState.ACTIVE:
            return None
        at = now()
        row.next_at = at + retries.LEASE
        body = signing.body_of(row.payload)
        keys = webhooks.keys_of(webhook.id, at)
        headers = signing.headers_of(row.message_id, at, body, keys)
        return _Letter(webhook.url, headers, body.encode())


def _send(letter: _Letter) -> _Try:
    begun = time.monotonic()
    status: int | None = None
    try:
        status = line().post(letter.url, letter.headers, letter.body)
        outcome = _ANSWERS.get(status // 100, Outcome.REFUSED)
    except NotSentError as error:
        outcome = error.outcome
    return _Try(outcome, status, int((time.monotonic() - begun) * 1000))


def _note(delivery_id: int, tried: _Try) -> None:
    with transaction() as tx:
        row = queries.locked(delivery_id)
        if row is None or row.state is not DeliveryState.PENDING:
            return
        webhook = webhooks.locked(row.webhook_id)
        at = now()
        tx.session.add(
            Attempt(
                delivery_id=row.id,
                owner_organisation_id=row.owner_organisation_id,
                at=at,
                outcome=tried.outcome,
                status=tried.status,
                milliseconds=tried.milliseconds,
            )
        )
        row.tries += 1
        row.version += 1
        if tried.outcome is Outcome.ANSWERED:
            _arrived(row, webhook)
        else:
            _failed(tx, row, webhook, is_gone=tried.status == retries.GONE)
        tell(tx, row)


def _arrived(row: Delivery, webhook: Webhook | None) -> None:
    row.state = move_delivery(row.state, DeliveryState.DELIVERED)
    row.next_at = None
    row.delivered_at = now()
    if webhook is not None:
        webhook.failing_since = None


def _failed(
    tx: Transaction, row: Delivery, webhook: Webhook | None, *, is_gone: bool
) -> None:
    at = now()
    row.next_at = None if is_gone else retries.next_try(row.tries, at)
    if row.next_at is None:
        row.state = move_delivery(row.state, DeliveryState.FAILED)
    if webhook is None:
        return
    webhook.failing_since = webhook.failing_since or at
    ended = is_gone or retries.is_given_up(webhook.failing_since, at)
    if ended and webhook.state is WebhookState.ACTIVE:
        webhook.state = move(webhook.state, WebhookState.DISABLED)
        webhook.version += 1
        tell_webhook(tx, webhook, "webhook.disable")


def sweep() -> None:
    """Have everything sent whose time has come, or whose worker was lost."""
    with transaction() as tx:
        at = now()
        for row in queries.due(at):
            row.next_at = at + retries.LEASE
            tx.defer(DELIVER, delivery_id=row.id)


def forget() -> None:
    """Delete what was sent longer ago than anybody asks for."""
    before = now() - retries.KEPT
    with transaction() as tx:
        for statement in (
            delete(Delivery).where(
                Delivery.created_at < before, Delivery.state != DeliveryState.PENDING
            ),
            delete(WebhookSecret).where(WebhookSecret.expires_at < now()),
        ):
            tx.session.execute(statement.execution_options(synchronize_session=False))
