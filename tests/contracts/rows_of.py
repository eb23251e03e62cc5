"""What belongs to a side, read past both walls: to prove that nobody touched it."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from sqlalchemy import Table

from app.core.database import Base

Key = tuple[str, Any]
OWNERS = frozenset({"owner_organisation_id", "organisation_id"})


def rows_of(
    connection: psycopg.Connection, organisation_ids: frozenset[int]
) -> dict[Key, str]:
    """Return every row that is, or hangs on, one of the organisations."""
    found: dict[Key, str] = {}
    mine: set[Key] = {("organisations", i) for i in organisation_ids}
    for table in Base.metadata.sorted_tables:
        for row in _all(connection, table):
            if any(link in mine for link in _links(table, row)):
                key = (table.name, _identity(table, row))
                mine.add(key)
                found[key] = repr(sorted(row.items()))
    return found


def _all(connection: psycopg.Connection, table: Table) -> Iterator[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table.name))
        yield from cursor.execute(query)


def _identity(table: Table, row: dict[str, Any]) -> Any:
    values = tuple(row[column.name] for column in table.primary_key.columns)
    return values[0] if len(values) == 1 else values


def _links(table: Table, row: dict[str, Any]) -> Iterator[Key]:
    """The row itself, its owners, and the rows whose part it is."""
    yield table.name, _identity(table, row)
    owned = OWNERS & row.keys()
    for name in owned:
        yield "organisations", row[name]
    for key in () if owned else table.foreign_keys:
        yield key.column.table.name, row[key.parent.name]
