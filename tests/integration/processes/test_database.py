"""A database of one's own: reached, migrated or refused, and lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from app.cli.problem import ConsoleError
from app.cli.processes import history
from app.cli.processes.database import open_database
from app.core.jobs import Queue
from app.jobs.clock import keep_time
from config import Settings
from migrations import roles
from tests.support.cluster import Cluster, Database
from tests.support.conditions import eventually
from tests.support.parts import Parts


@pytest.fixture
def unmigrated(cluster: Cluster) -> Iterator[Database]:
    roles.apply(cluster.postgres.url(), "unmigrated")
    yield cluster.database("unmigrated")
    cluster.drop("unmigrated")


def settings_for(database: Database, *, owner: bool) -> Settings:
    env = {"DATABASE_URL": database.app_url}
    return Settings.from_env(
        env | ({"DATABASE_OWNER_URL": database.owner_url} if owner else {})
    )


def test_the_owners_address_brings_it_forward(unmigrated: Database) -> None:
    with open_database(settings_for(unmigrated, owner=True), 0) as database:
        database.migrate()
        database.tend()
    assert history.standing(unmigrated.app_url).is_newest


def test_without_the_owners_address_an_old_database_is_refused(
    unmigrated: Database,
) -> None:
    with (
        open_database(settings_for(unmigrated, owner=False), 0) as database,
        pytest.raises(ConsoleError, match="db upgrade"),
    ):
        database.migrate()


def test_without_the_owners_address_a_new_one_serves(fresh_database: Database) -> None:
    with open_database(settings_for(fresh_database, owner=False), 0) as database:
        database.migrate()


def test_an_owner_who_is_not_let_in_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConsoleError, match="DATABASE_OWNER_URL"):
        history.upgrade(f"postgresql://me@/nowhere?host={tmp_path}")


def cut_off(database: Database) -> int:
    """End every session of the serving role, as a restart of the server does."""
    with psycopg.connect(database.superuser_url) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = %s",
            (roles.APP,),
        ).fetchone()
    return int(ended[0]) if ended else 0


def has_seat(database: Database) -> bool:
    with psycopg.connect(database.superuser_url) as connection:
        held = connection.execute(
            "SELECT FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        ).fetchone()
    return held is not None


def test_a_clock_that_lost_its_database_says_so(app: Flask, database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        kept = pool.submit(keep_time, app, database.app_url, threading.Event())
        eventually(lambda: has_seat(database))
        cut_off(database)
        assert kept.result() is False


def test_a_clock_that_is_stopped_gives_up_its_seat(
    app: Flask, database: Database
) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        kept = pool.submit(keep_time, app, database.app_url, stop)
        eventually(lambda: has_seat(database))
        standby = pool.submit(keep_time, app, database.app_url, stop)
        stop.set()
        assert kept.result() is True
        assert standby.result() is True
    assert not has_seat(database)


@pytest.fixture
def parts(fresh_database: Database, tmp_path: Path) -> Iterator[Parts]:
    parts = Parts(fresh_database, tmp_path)
    yield parts
    parts.end()


def test_a_worker_that_lost_its_database_ends_with_a_fault(
    fresh_database: Database, parts: Parts
) -> None:
    worker = parts.start("worker")
    eventually(lambda: workers(fresh_database) == len(Queue))
    with psycopg.connect(fresh_database.superuser_url) as connection:
        connection.execute(
            sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(
                sql.Identifier(fresh_database.name)
            )
        )
    cut_off(fresh_database)
    assert worker.wait(60) == 1


def workers(database: Database) -> int:
    with psycopg.connect(database.superuser_url) as connection:
        found = connection.execute("SELECT count(*) FROM procrastinate_workers")
        row = found.fetchone()
    return int(row[0]) if row else 0
