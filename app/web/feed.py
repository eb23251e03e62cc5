"""The feed: numbered changes per scope; clients fetch the rows as themselves.

A scope's counter is raised under its row lock, so a number, once seen, has no
unseen number below it. NOTIFY carries (scope, number) only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor, Role
from app.core.clock import now
from app.core.database import Base, Id, run_plain, session, text_enum
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


#: All scopes in one round trip. Counters are raised in scope order, for others do so
#: too; no entry comes back, for the writer need not be able to read the other's feed.
_WRITE: Final = (
    "WITH told AS (SELECT * FROM unnest(CAST(%(scopes)s AS text[]), "
    "CAST(%(places)s AS bigint[]), CAST(%(entities)s AS text[]), "
    "CAST(%(ids)s AS bigint[]), "
    "CAST(%(versions)s AS bigint[]), CAST(%(ops)s AS text[])) "
    "AS t (scope, place, entity, entity_id, version, op)), "
    "raised AS (INSERT INTO feed_counters AS c (scope, number) "
    "SELECT scope, max(place) FROM told GROUP BY scope ORDER BY scope "
    "ON CONFLICT (scope) DO UPDATE SET number = c.number + excluded.number "
    "RETURNING c.scope, c.number), "
    "many AS (SELECT scope, max(place) AS most FROM told GROUP BY scope), "
    "written AS (INSERT INTO feed_entries "
    "(scope, number, entity, entity_id, version, op, created_at) "
    "SELECT told.scope, raised.number - many.most + told.place, told.entity, "
    "told.entity_id, told.version, told.op, CAST(%(at)s AS timestamptz) "
    "FROM told JOIN raised USING (scope) JOIN many USING (scope)) "
    "SELECT pg_notify(%(channel)s, json_build_array(scope, number)::text) FROM raised"
)


def _write(pending: dict[str, dict[tuple[str, int], Change]]) -> None:
    rows = [
        (scope, place, change)
        for scope in sorted(pending)
        for place, change in enumerate(pending[scope].values(), 1)
    ]
    run_plain(
        _WRITE,
        {
            "scopes": [scope for scope, _, _ in rows],
            "places": [place for _, place, _ in rows],
            "entities": [change.entity for *_, change in rows],
            "ids": [change.entity_id for *_, change in rows],
            "versions": [change.version for *_, change in rows],
            "ops": [change.op.value for *_, change in rows],
            "at": now(),
            "channel": CHANNEL,
        },
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
    counter = session().get(FeedCounter, scope, populate_existing=True)
    return counter.number if counter else 0
