"""Reads on keys, and who comes in with one."""

from datetime import datetime

from sqlalchemy import select, text, update

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.integrations.models import ApiKey
from app.integrations.rules import keys as rules
from app.organisations.states import OrganisationKind
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.web.sessions import Identity

LOCALE = "en"


def keys(limit: int, after: str | None = None) -> Page[ApiKey]:
    statement = restrict(select(ApiKey), "key:read")
    return paginate(
        statement, by=[ApiKey.id], limit=limit, after=after, descending=True
    )


def key_for_change(key_id: int) -> ApiKey:
    """Lock a key that the actor may revoke."""
    statement = select(ApiKey).where(ApiKey.id == key_id)
    row = session().scalar(restrict(statement, "key:manage").with_for_update())
    if row is None:
        raise NotFoundError
    return row


def identity_of(token_hash: bytes) -> Identity | None:
    """Find the live key of a token's hash (through the gate), and note its use."""
    at = now()
    row = (
        session()
        .execute(
            text(
                "SELECT key_id, organisation_id, kind, scopes, label, last_used_at "
                "FROM gate_key(:hash, :moment)"
            ),
            {"hash": token_hash, "moment": at},
        )
        .first()
    )
    if row is None:
        return None
    _note_use(row.key_id, row.last_used_at, at)
    kind = OrganisationKind(row.kind)
    actor = rules.actor_of(row.key_id, row.organisation_id, kind, row.scopes)
    return Identity(row.key_id, actor, LOCALE, row.label)


def _note_use(key_id: int, before: datetime | None, at: datetime) -> None:
    if before is not None and at < before + rules.SEEN_EACH:
        return
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.execute(
            update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=at)
        )
