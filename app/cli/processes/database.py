"""The database of an installation: embedded or given, with roles and migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
import psycopg

from app.cli.problem import ConsoleError
from app.cli.processes import history
from app.cli.processes.postgres import EmbeddedPostgres
from config import Settings
from migrations import roles

#: The mark of a loaded demonstration; its note tells the logins.
DEMO = "demo"


@dataclass(frozen=True)
class Database:
    """Where it answers; `server` is ours to keep running when it is embedded."""

    url: str
    owner_url: str | None
    server: EmbeddedPostgres | None

    def tend(self) -> None:
        """Start the embedded server again if it went away."""
        if self.server is not None and not self.server.running():
            click.echo("The embedded PostgreSQL went away; starting it again.")
            self.server.start()

    def migrate(self) -> None:
        """Bring it to the program's migration, or refuse to run on another."""
        if self.owner_url is not None:
            history.upgrade(self.owner_url)
            return
        standing = history.standing(self.url)
        if not standing.is_newest:
            raise ConsoleError(
                f"The database is at {standing.current}, the program needs "
                f"{standing.newest}.",
                "Set DATABASE_OWNER_URL, or run `paigong db upgrade` as the owner.",
            )

    def mark(self, name: str) -> str | None:
        """Return the note of something that was done once, None when it was not."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(
                "SELECT note FROM installation_marks WHERE name = %s", (name,)
            ).fetchone()
        return str(row[0]) if row else None


@contextmanager
def open_database(settings: Settings, lifeline: int) -> Iterator[Database]:
    """Reach the given database, or run the embedded one until the block ends."""
    if settings.database_url is not None:
        yield Database(settings.database_url, settings.database_owner_url, None)
        return
    server = EmbeddedPostgres(settings.home)
    guard = server.guard(lifeline)
    try:
        server.start()
        roles.apply(server.url())
        yield Database(
            server.url(roles.APP, roles.DATABASE),
            server.url(roles.OWNER, roles.DATABASE),
            server,
        )
    finally:
        server.stop()
        # Or it would stop the server of the next start.
        guard.terminate()
        guard.wait()
