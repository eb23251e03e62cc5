"""An organisation's people give its programs keys, and take them back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from app.core.actor import current_actor
from app.core.clock import now
from app.core.transaction import Transaction, transaction
from app.integrations.actions.ownership import owner_for
from app.integrations.models import ApiKey
from app.integrations.queries import keys as queries
from app.integrations.rules import keys as rules
from app.integrations.states import KeyScope
from app.organisations.actions.audit import record
from app.web.feed import Change, announce, organisation_scope
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key just made; `token` is shown this once."""

    key: ApiKey
    token: str


def make_key(
    label: str,
    scopes: Collection[KeyScope],
    days: int = rules.USUAL_DAYS,
    organisation_id: int | None = None,
) -> MadeKey:
    """A program may come in from now on."""
    owner = owner_for(organisation_id, "key:manage")
    token, at = rules.new_key(), now()
    with transaction() as tx:
        row = ApiKey(
            owner_organisation_id=owner,
            label=label,
            prefix=token[: rules.SHOWN],
            token_hash=hash_token(token),
            scopes=sorted({scope.value for scope in scopes}),
            created_by_user_id=current_actor().user_id,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        tx.session.add(row)
        tx.session.flush()
        _tell(tx, row, "key.make")
    return MadeKey(row, token)


def revoke_key(key_id: int) -> ApiKey:
    """The key opens nothing any more, from the next request on."""
    with transaction() as tx:
        row = queries.key_for_change(key_id)
        if row.revoked_at is None:
            row.revoked_at = now()
            _tell(tx, row, "key.revoke")
    return row


def _tell(tx: Transaction, row: ApiKey, action: str) -> None:
    owner = row.owner_organisation_id
    record(tx, owner, action, "key", row.id, {"scopes": row.scopes})
    announce(tx, [organisation_scope(owner)], Change("key", row.id, 1))
