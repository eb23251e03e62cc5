"""The database's history: where it stands, forwards and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import migrations
from app.cli.problem import ConsoleError
from config import driver_url

#: Two machines that migrate at once would trip over each other.
LOCK = "SELECT pg_advisory_lock(hashtext('paigong migrations'))"


@dataclass(frozen=True)
class Standing:
    """The revision a database is at, and the newest this program knows."""

    current: str | None
    newest: str | None

    @property
    def is_newest(self) -> bool:
        return self.current == self.newest


def _config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = driver_url(owner_url)
    return config


@contextmanager
def _alone(owner_url: str) -> Iterator[None]:
    try:
        connection = psycopg.connect(owner_url, autocommit=True)
    except psycopg.OperationalError as error:
        raise ConsoleError(
            f"The database does not let its owner in: {error}".strip(),
            "Check DATABASE_OWNER_URL, and that `paigong db roles` was run there.",
        ) from error
    with connection:
        connection.execute(LOCK)
        yield


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Bring the database forward; the owner's address, safe to run again."""
    with _alone(owner_url):
        command.upgrade(_config(owner_url), revision)


def downgrade(owner_url: str, revision: str) -> None:
    with _alone(owner_url):
        command.downgrade(_config(owner_url), revision)


def standing(url: str) -> Standing:
    """Compare the database with the program."""
    script = ScriptDirectory.from_config(_config(url))
    engine = create_engine(driver_url(url))
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return Standing(current, script.get_current_head())
