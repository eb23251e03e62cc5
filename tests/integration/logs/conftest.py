"""Canaries wherever people write, and tables that refuse every row of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from psycopg import sql

from tests.support.cluster import Database

#: Each is sent where it belongs, and none may come back in a line of the log.
CANARIES = {
    "name": "Canary Customer 金丝雀",
    "contact": "Canary Contact",
    "phone": "13811112222",
    "whole_phone": "+8613811112222",
    "email": "canary@customer.example.com",
    "street": "77 Canary Street",
    "project": "Villa Canary",
    "note": "Canary door code 4711",
    "label": "Canary's own phone",
    "file": "canary-orders.xlsx",
}
#: Texts of two lines come apart where lines are looked at.
NOTE = f"First line\n{CANARIES['note']}"
#: A place within the territory.
LAT, LON = 31.198877, 121.433221

Refusing = Callable[[str], AbstractContextManager[None]]


def leaked(told: str, *secrets: str) -> list[str]:
    """Return what must not be in the log and is."""
    looked_for = (*CANARIES.values(), str(LAT), str(LON), *secrets)
    found = [each for each in looked_for if each in told]
    return found + ["a canary"] * ("canary" in told.lower() and not found)


@pytest.fixture
def refusing(database: Database) -> Callable[[str], AbstractContextManager[None]]:
    """Return a context in which the database takes no row into a table."""
    return lambda table: _refusing(database, table)


@contextmanager
def _refusing(database: Database, table: str) -> Iterator[None]:
    change = "ALTER TABLE {} {} CONSTRAINT refuses_all"
    name = sql.Identifier(table)
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        run = connection.execute
        rule = sql.SQL(f"{change} CHECK (false) NOT VALID")
        run(rule.format(name, sql.SQL("ADD")))
        try:
            yield
        finally:
            run(sql.SQL(change).format(name, sql.SQL("DROP")))
