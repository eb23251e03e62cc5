"""Changes become messages: one of each thing per transaction, in its last state."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.transaction import Transaction, transaction
from app.integrations.models import Delivery
from app.integrations.queries import messages
from app.integrations.queries import webhooks as queries
from app.integrations.rules import retries, signing
from app.integrations.states import DeliveryState, EventType
from app.web.feed import Change, announce, organisation_scope

DELIVER = "integrations.deliver"


def note(event: EventType, ids: Iterable[int]) -> None:
    """Remember what changed; it is told at the end of the transaction, once."""
    with transaction() as tx:
        if "webhooks" not in tx.gathered:
            tx.gathered["webhooks"] = {}
            tx.before_commit(lambda: _write(tx, tx.gathered["webhooks"]))
        gathered: dict[EventType, set[int]] = tx.gathered["webhooks"]
        gathered.setdefault(event, set()).update(ids)


def _write(tx: Transaction, gathered: Mapping[EventType, Collection[int]]) -> None:
    # Whoever made the change may not see who else hears of it.
    with acting_as(SYSTEM):
        if not queries.anybody_listens():
            return
        for event in sorted(gathered):
            _tell(tx, event, messages.of(event, gathered[event]))


def _tell(
    tx: Transaction, event: EventType, found: Collection[messages.Message]
) -> None:
    parties = {each for message in found for each in message.audience}
    wanted = queries.listeners(event, parties)
    for message in found:
        for organisation_id in sorted(message.audience & wanted.keys()):
            for webhook_id in wanted[organisation_id]:
                send(tx, webhook_id, organisation_id, event, message.data)


def send(
    tx: Transaction,
    webhook_id: int,
    organisation_id: int,
    event: EventType,
    data: Mapping[str, Any],
) -> Delivery:
    """Keep a message and have it sent, both if and only if this is committed."""
    at = now()
    row = Delivery(
        webhook_id=webhook_id,
        owner_organisation_id=organisation_id,
        message_id=signing.new_message_id(),
        event=event,
        payload={"type": event.value, "timestamp": at.isoformat(), "data": dict(data)},
        state=DeliveryState.PENDING,
        # Until then it is this job's; if that is lost, it is due again.
        next_at=at + retries.LEASE,
        created_at=at,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.defer(DELIVER, delivery_id=row.id)
    return row


def tell(tx: Transaction, row: Delivery) -> None:
    scope = organisation_scope(row.owner_organisation_id)
    announce(tx, [scope], Change("delivery", row.id, row.version))
