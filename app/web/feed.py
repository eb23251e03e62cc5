"""The feed: numbered changes per scope; clients fetch the rows as themselves.

A scope's counter is raised under its row lock, so a number, once seen, has no
unseen number below it. NOTIFY carries (scope, number) only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, Index, String, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor, Role
from app.core.clock import now
from app.core.database import Base, Id, session, text_enum
from app.core.transaction import Transaction

CHANNEL: Final = "paigong_feed"


class FeedOp(StrEnum):
    PUT = "put"
    GONE = "gone"


class FeedCounter(Base):
    __tablename__ = "feed_counters"

    scope: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class FeedEntry(Base):
    __tablename__ = "feed_entries"
    __table_args__ = (
        Index("uq_feed_entries_scope_number", "scope", "number", unique=True),
    )

    id: Mapped[Id]
    scope: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    version: Mapped[int]
    op: Mapped[FeedOp] = mapped_column(text_enum(FeedOp))
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that changed, as the scopes' followers hear of it."""

    entity: str
    entity_id: int
    version: int
    op: FeedOp = FeedOp.PUT


def organisation_scope(organisation_id: int) -> str:
    return f"organisation:{organisation_id}"


def technician_scope(technician_id: int) -> str:
    return f"technician:{technician_id}"


def project_scope(project_id: int) -> str:
    """Name what a customer with a link to the project follows."""
    return f"project:{project_id}"


def scopes_of(actor: Actor) -> list[str]:
    """List what the actor follows: organisations, but not those of technicians."""
    followed = actor.organisation_ids_as(*(set(Role) - {Role.TECHNICIAN}))
    return [organisation_scope(organisation_id) for organisation_id in followed]


def announce(tx: Transaction, scopes: Iterable[str], change: Change) -> None:
    """Tell the followers of `scopes`; written last of all, in scope order."""
    pending = _pending(tx)
    for scope in scopes:
        pending.setdefault(scope, {})[change.entity, change.entity_id] = change


def _pending(tx: Transaction) -> dict[str, dict[tuple[str, int], Change]]:
    if "feed" not in tx.gathered:
        tx.gathered["feed"] = {}
        tx.before_commit(lambda: _write(tx.gathered["feed"]))
    pending: dict[str, dict[tuple[str, int], Change]] = tx.gathered["feed"]
    return pending


def _write(pending: dict[str, dict[tuple[str, int], Change]]) -> None:
    at = now()
    for scope in sorted(pending):
        changes = list(pending[scope].values())
        last = session().scalar(
            text(
                "INSERT INTO feed_counters (scope, number) VALUES (:s, :n) "
                "ON CONFLICT (scope) DO UPDATE "
                "SET number = feed_counters.number + :n RETURNING number"
            ),
            {"s": scope, "n": len(changes)},
        )
        first = int(last or 0) - len(changes) + 1
        # No RETURNING: the writer need not be able to read the other's feed.
        session().execute(
            insert(FeedEntry).inline(),
            [
                {
                    "scope": scope,
                    "number": number,
                    "entity": change.entity,
                    "entity_id": change.entity_id,
                    "version": change.version,
                    "op": change.op,
                    "created_at": at,
                }
                for number, change in enumerate(changes, first)
            ],
        )
        session().execute(
            text("SELECT pg_notify(:channel, :hint)"),
            {"channel": CHANNEL, "hint": json.dumps([scope, last])},
        )


def changes_after(scope: str, number: int, limit: int) -> Sequence[FeedEntry]:
    """Fetch the changes of one scope with numbers above `number`, in order."""
    return (
        session()
        .scalars(
            select(FeedEntry)
            .where(FeedEntry.scope == scope, FeedEntry.number > number)
            .order_by(FeedEntry.number)
            .limit(limit)
        )
        .all()
    )


def number_of(scope: str) -> int:
    """Return the scope's present number; 0 when nothing happened yet."""
    counter = session().get(FeedCounter, scope)
    return counter.number if counter else 0
