"""The house: audit chains, feeds, the queue and the answers kept for a key."""

import json
from itertools import groupby
from typing import Any

import psycopg

from app.organisations.rules import audit_hash
from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.faults.ledger import Ledger

RULES = (
    Rule(
        "A feed's numbers run from 1 to its counter without a gap",
        "SELECT scope, counter.number, entry.low, entry.high, entry.many "
        "FROM feed_counters AS counter FULL JOIN ("
        "  SELECT scope, min(number) AS low, max(number) AS high, count(*) AS many"
        "  FROM feed_entries GROUP BY scope) AS entry USING (scope) "
        "WHERE (1, counter.number, counter.number) "
        "IS DISTINCT FROM (entry.low, entry.high, entry.many)",
    ),
    Rule(
        "Every job came to its end",
        "SELECT id, task_name, status, attempts, args FROM procrastinate_jobs "
        "WHERE status <> 'succeeded'",
    ),
    Rule(
        "A chain of audit rows ends at its head",
        "SELECT organisation_id, head.number, entry.number "
        "FROM audit_heads AS head FULL JOIN ("
        "  SELECT DISTINCT ON (organisation_id) organisation_id, number, hash"
        "  FROM audit_entries ORDER BY organisation_id, number DESC"
        ") AS entry USING (organisation_id) "
        "WHERE (head.number, head.hash) IS DISTINCT FROM (entry.number, entry.hash)",
    ),
)
AUDIT = (
    "SELECT organisation_id, number, at, actor, action, entity, entity_id, detail, "
    "hash FROM audit_entries ORDER BY organisation_id, number"
)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [
        *broken(connection, RULES),
        *broken_chains(connection),
        *_unkept_answers(connection, ledger),
    ]


def broken_chains(connection: psycopg.Connection) -> list[str]:
    """Compute every chain anew and return the links that differ."""
    wrong = []
    rows = connection.execute(AUDIT).fetchall()
    for organisation_id, chain in groupby(rows, key=lambda row: row[0]):
        link = b""
        for place, row in enumerate(chain, 1):
            link = audit_hash(link, _facts(row))
            if row[1] != place or bytes(row[8]) != link:
                wrong.append((organisation_id, row[1]))
                break
    return [tell("Audit chains are whole", wrong)] if wrong else []


def _facts(row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("number", "at", "actor", "action", "entity", "entity_id", "detail")
    facts = dict(zip(names, row[1:8], strict=True))
    return facts | {"at": row[2].isoformat()}


def _unkept_answers(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    """Compare each answer that a client got with the one kept under its key."""
    rows = connection.execute("SELECT key, status, body FROM idempotency_keys")
    kept = {key: (status, bytes(body)) for key, status, body in rows}
    told = {entry.key: entry for entry in ledger.acknowledged}
    other = [
        key
        for key, entry in told.items()
        if key not in kept
        or kept[key][0] != entry.status
        or json.loads(kept[key][1] or b"{}") != entry.body
    ]
    found = []
    if other:
        found.append(tell("What a client was told is kept under its key", other))
    if kept.keys() - told.keys():
        found.append(tell("Every kept answer was told", kept.keys() - told.keys()))
    return found
