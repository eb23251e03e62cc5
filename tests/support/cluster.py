"""One PostgreSQL for a whole test run, and a database per test process."""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import psycopg
from psycopg import sql

from app.cli.processes.history import upgrade
from app.cli.processes.postgres import SUPERUSER, EmbeddedPostgres
from migrations import roles

HOME_VARIABLE = "TEST_POSTGRES_HOME"
TEMPLATE = "template_paigong"
# A test database is thrown away: nothing in it needs to survive a power cut.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Database:
    """A migrated database of its own, and its address for each role."""

    name: str
    app_url: str
    owner_url: str
    superuser_url: str

    def reset(self, kept: Sequence[str] = ()) -> None:
        """Empty every table that was written to, and put back what migrations wrote.

        Tables in `kept` stay as they are.
        """
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SELECT testing.reset(%s)", [list(kept)])

    def keep(self) -> None:
        """Remember what is in the tables now, but for the queue's jobs."""
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SELECT testing.keep()")

    def put_back(self) -> None:
        """Fill the emptied tables with what was remembered."""
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SELECT testing.put_back()")


class Cluster:
    """The server of a test run, started by whichever process needs it first."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.postgres = EmbeddedPostgres(home, HASTY)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def ensure(self) -> None:
        """Start the server and migrate the template, unless another process did."""
        with self._alone():
            if not self.postgres.running():
                self.postgres.start()
            ready = self._home / "template"
            if not ready.exists():
                self._make_template()
                ready.touch()

    def _make_template(self) -> None:
        roles.apply(self.postgres.url(), TEMPLATE)
        upgrade(self.postgres.url(roles.OWNER, TEMPLATE))
        superuser = self.postgres.url(SUPERUSER, TEMPLATE)
        with psycopg.connect(superuser) as connection:
            script = files("tests.support").joinpath("reset.sql").read_bytes()
            connection.execute(script)

    def clone(self, name: str) -> Database:
        """Make a database from the template."""
        with (
            self._alone(),
            psycopg.connect(self.postgres.url(), autocommit=True) as connection,
        ):
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    *map(sql.Identifier, (name, TEMPLATE, roles.OWNER))
                )
            )
        return self.database(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self.postgres.url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    sql.Identifier(name)
                )
            )

    def database(self, name: str) -> Database:
        url = self.postgres.url
        return Database(
            name, *(url(role, name) for role in (roles.APP, roles.OWNER, SUPERUSER))
        )


def make_home() -> Path:
    """Make the run's folder: short for the socket, open for the server's account."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    home.chmod(0o755)
    os.environ[HOME_VARIABLE] = str(home)
    return home
