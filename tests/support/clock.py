"""Moving the time of every process that shares a database."""

from datetime import datetime, timedelta

import psycopg

from tests.support.cluster import Database


class TestClock:
    """Moves the one clock; the reset of the database puts it right again."""

    __test__ = False

    def __init__(self, database: Database) -> None:
        self._url = database.superuser_url

    def now(self) -> datetime:
        """Return the time as the server has it."""
        with psycopg.connect(self._url) as connection:
            row = connection.execute(
                "SELECT now() + make_interval(secs => coalesce("
                "(SELECT seconds FROM clock_offset WHERE id = 1), 0))"
            ).fetchone()
        assert row is not None
        found: datetime = row[0]
        return found

    def advance(self, by: timedelta) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute(
                "INSERT INTO clock_offset (id, seconds) VALUES (1, %(by)s) "
                "ON CONFLICT (id) DO UPDATE "
                "SET seconds = clock_offset.seconds + EXCLUDED.seconds",
                {"by": round(by.total_seconds())},
            )
