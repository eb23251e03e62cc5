"""People set up where their programs hear of changes, and take it away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import update

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.errors import Fault, InvalidError
from app.core.transaction import Transaction, transaction
from app.integrations.actions.ownership import owner_for
from app.integrations.channels.line import NotSentError, line
from app.integrations.errors import WebhookLimitError
from app.integrations.models import Webhook, WebhookSecret
from app.integrations.queries import webhooks as queries
from app.integrations.rules import retries, signing, targets
from app.integrations.states import EventType, Outcome, WebhookState, move
from app.organisations.actions.audit import record
from app.web.conditional import require_version
from app.web.feed import Change, FeedOp, announce, organisation_scope

BOTH_KEYS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook with a new secret; it is shown this once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is set anew; None stays as it is."""

    url: str | None = None
    label: str | None = None
    events: Collection[EventType] | None = None
    state: WebhookState | None = None


def add_webhook(
    url: str,
    events: Collection[EventType],
    label: str = "",
    organisation_id: int | None = None,
) -> MadeWebhook:
    """A program wants to hear of changes at an address."""
    owner = owner_for(organisation_id, "webhook:manage")
    _require_outside(url)
    with transaction() as tx:
        if queries.count_of(owner) >= retries.MOST_WEBHOOKS:
            raise WebhookLimitError(
                f"An organisation has at most {retries.MOST_WEBHOOKS} webhooks; "
                "take one away that is no longer used."
            )
        row = Webhook(
            owner_organisation_id=owner,
            url=url,
            label=label,
            events=_listed(events),
            state=WebhookState.ACTIVE,
            created_at=now(),
        )
        tx.session.add(row)
        tx.session.flush()
        secret = _new_secret(row)
        tell(tx, row, "webhook.add")
    return MadeWebhook(row, secret)


def change_webhook(webhook_id: int, wanted: Wanted, version: int) -> Webhook:
    """It listens elsewhere, to other events, not for a while, or again."""
    if wanted.url is not None:
        queries.webhook(webhook_id)
        _require_outside(wanted.url)
    with transaction() as tx:
        row = queries.webhook_for_change(webhook_id)
        require_version(row, version)
        row.url = wanted.url or row.url
        row.label = row.label if wanted.label is None else wanted.label
        if wanted.events is not None:
            row.events = _listed(wanted.events)
        if wanted.state is not None and wanted.state is not row.state:
            row.state = move(row.state, wanted.state)
            row.failing_since = None
        row.version += 1
        tell(tx, row, "webhook.change")
    return row


def rotate_secret(webhook_id: int) -> MadeWebhook:
    """It gets a new secret; for a day messages are signed with both."""
    with transaction() as tx:
        row = queries.webhook_for_change(webhook_id)
        with acting_as(SYSTEM):
            tx.session.execute(
                update(WebhookSecret)
                .where(
                    WebhookSecret.webhook_id == row.id,
                    WebhookSecret.expires_at.is_(None),
                )
                .values(expires_at=now() + BOTH_KEYS)
                .execution_options(synchronize_session=False)
            )
        secret = _new_secret(row)
        row.version += 1
        tell(tx, row, "webhook.rotate")
    return MadeWebhook(row, secret)


def remove_webhook(webhook_id: int) -> None:
    """Nothing is sent there any more, and what was is forgotten."""
    with transaction() as tx:
        row = queries.webhook_for_change(webhook_id)
        tell(tx, row, "webhook.remove", FeedOp.GONE)
        # Its secrets go with it, which nobody but the house may touch.
        with acting_as(SYSTEM):
            tx.session.delete(row)
            tx.session.flush()


def tell(tx: Transaction, row: Webhook, action: str, op: FeedOp = FeedOp.PUT) -> None:
    owner = row.owner_organisation_id
    record(tx, owner, action, "webhook", row.id, {"version": row.version})
    announce(
        tx, [organisation_scope(owner)], Change("webhook", row.id, row.version, op)
    )


def _new_secret(row: Webhook) -> str:
    secret = signing.new_secret()
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.add(
            WebhookSecret(webhook_id=row.id, secret=secret, created_at=now())
        )
        tx.session.flush()
    return signing.written(secret)


def _listed(events: Collection[EventType]) -> list[str]:
    return sorted({event.value for event in events})


def _require_outside(url: str) -> None:
    """Raise unless messages may go there as far as can be known now."""
    target = targets.parse(url)
    if target is None:
        raise _refused(
            Fault(
                "/url",
                "no_address",
                "Give an https address without a user name or a fragment, written "
                "in plain letters and digits.",
            )
        )
    try:
        line().addresses_of(target)
    except NotSentError as error:
        raise _refused(_UNREACHED[error.outcome]) from error


_UNREACHED: Final = {
    Outcome.INSIDE: Fault(
        "/url",
        "not_public",
        "Give an https address on port 443 or above 1023 that leads to the public "
        "internet; this one does not.",
    ),
    Outcome.UNRESOLVED: Fault(
        "/url",
        "unresolved",
        "The name leads nowhere yet; check its spelling, or set it up first.",
    ),
}


def _refused(fault: Fault) -> InvalidError:
    return InvalidError("Nothing can be sent to this address.", faults=[fault])
