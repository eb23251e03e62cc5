"""Who did what: one hash-chained list per organisation."""

from typing import Any

from sqlalchemy import insert, text

from app.core.actor import current_actor
from app.core.clock import now
from app.core.database import session
from app.core.transaction import Transaction
from app.organisations.models import AuditEntry
from app.organisations.rules import audit_hash

Noted = tuple[int, str, str, int, dict[str, Any]]


def record(
    tx: Transaction,
    organisation_id: int,
    action: str,
    entity: str,
    entity_id: int,
    detail: dict[str, Any] | None = None,
) -> None:
    """Note the action; it is chained last in the transaction, organisations ascending.

    `detail` is JSON and holds no personal data.
    """
    if "audit" not in tx.gathered:
        tx.gathered["audit"] = []
        tx.before_commit(lambda: _write(tx.gathered["audit"]))
    noted: list[Noted] = tx.gathered["audit"]
    noted.append((organisation_id, action, entity, entity_id, detail or {}))


def _write(noted: list[Noted]) -> None:
    at = now()
    actor = current_actor().author
    for organisation_id in sorted({row[0] for row in noted}):
        rows = [row for row in noted if row[0] == organisation_id]
        number, link = _lock_head(organisation_id)
        rows_to_add: list[dict[str, Any]] = []
        for _, action, entity, entity_id, detail in rows:
            number += 1
            facts = {
                "number": number,
                "at": at.isoformat(),
                "actor": actor,
                "action": action,
                "entity": entity,
                "entity_id": entity_id,
                "detail": detail,
            }
            link = audit_hash(link, facts)
            rows_to_add.append(
                {**facts, "organisation_id": organisation_id, "at": at, "hash": link}
            )
        # No RETURNING: the writer need not be able to read the list.
        session().execute(insert(AuditEntry).inline(), rows_to_add)
        _move_head(organisation_id, number, link)
    session().flush()


def _lock_head(organisation_id: int) -> tuple[int, bytes]:
    session().execute(
        text(
            "INSERT INTO audit_heads (organisation_id, number, hash) "
            "VALUES (:o, 0, '') ON CONFLICT DO NOTHING"
        ),
        {"o": organisation_id},
    )
    row = (
        session()
        .execute(
            text(
                "SELECT number, hash FROM audit_heads "
                "WHERE organisation_id = :o FOR UPDATE"
            ),
            {"o": organisation_id},
        )
        .one()
    )
    return int(row.number), bytes(row.hash)


def _move_head(organisation_id: int, number: int, link: bytes) -> None:
    session().execute(
        text(
            "UPDATE audit_heads SET number = :n, hash = :h WHERE organisation_id = :o"
        ),
        {"n": number, "h": link, "o": organisation_id},
    )
