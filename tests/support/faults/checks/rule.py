"""A rule is a sentence and the query that finds what breaks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

SHOWN = 5


@dataclass(frozen=True)
class Rule:
    """`query` returns the rows that break the sentence; none, when it holds."""

    sentence: str
    query: LiteralString


def broken(connection: psycopg.Connection, rules: Iterable[Rule]) -> list[str]:
    """Return the sentences that do not hold, each with some of what breaks it."""
    found = []
    for rule in rules:
        rows = connection.execute(rule.query).fetchall()
        if rows:
            found.append(tell(rule.sentence, rows))
    return found


def tell(sentence: str, cases: Iterable[Any]) -> str:
    listed = list(cases)
    shown = ", ".join(str(case) for case in listed[:SHOWN])
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return f"{sentence} — not so: {shown}{more}"
