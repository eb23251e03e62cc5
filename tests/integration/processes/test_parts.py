"""Workers that die and clocks that compete, as real processes on one database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from app.core.jobs import Queue
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.conditions import eventually
from tests.support.jobs import jobs_of
from tests.support.parts import Parts

JOB = "jobs.purge"


@pytest.fixture
def parts(fresh_database: Database, tmp_path: Path) -> Iterator[Parts]:
    parts = Parts(fresh_database, tmp_path)
    yield parts
    parts.end()


def defer(database: Database, job: str = JOB, queue: Queue = Queue.DEFAULT) -> None:
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)"
            " VALUES (%s, %s, 0, '{}')",
            (queue, job),
        )


def statuses(database: Database) -> list[str]:
    return [status for _, status, _, _ in jobs_of(database)]


def held_up(database: Database) -> psycopg.Connection:
    """Hold what the job needs, so that it stays in the middle of its work."""
    holder = psycopg.connect(database.superuser_url)
    holder.execute("LOCK TABLE clock_firings")
    return holder


def test_a_job_of_a_killed_worker_is_put_back_and_done_by_another(
    fresh_database: Database, parts: Parts
) -> None:
    defer(fresh_database)
    with held_up(fresh_database):
        worker = parts.start("worker")
        eventually(lambda: statuses(fresh_database) == ["doing"])
        worker.kill()
        worker.wait()
    with psycopg.connect(fresh_database.superuser_url) as connection:
        # As if its silence had lasted; the rescue looks every 30 s.
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 h'"
        )
    # Jobs of the clock's own come behind it when a minute begins meanwhile.
    parts.start("clock")
    eventually(lambda: statuses(fresh_database)[0] == "todo")
    other = parts.start("worker")
    eventually(lambda: statuses(fresh_database)[0] == "succeeded")
    assert jobs_of(fresh_database)[0][3] == 2
    assert parts.stop(other) == 0


def test_short_jobs_do_not_wait_behind_solves_that_take_every_place(
    fresh_database: Database, parts: Parts
) -> None:
    for _ in range(2):
        defer(fresh_database, queue=Queue.SOLVES)
    with held_up(fresh_database):
        worker = parts.start("worker", "--concurrency", "1")
        eventually(lambda: statuses(fresh_database) == ["doing", "todo"])
        defer(fresh_database, "organisations.forget")
        eventually(lambda: statuses(fresh_database) == ["doing", "todo", "succeeded"])
    eventually(lambda: statuses(fresh_database) == ["succeeded"] * 3)
    assert parts.stop(worker) == 0


def test_a_worker_that_is_stopped_finishes_its_job_first(
    fresh_database: Database, parts: Parts
) -> None:
    defer(fresh_database)
    with held_up(fresh_database):
        worker = parts.start("worker")
        eventually(lambda: statuses(fresh_database) == ["doing"])
        worker.terminate()
    assert worker.wait(60) == 0
    assert statuses(fresh_database) == ["succeeded"]


def test_a_job_that_outlasts_the_grace_is_put_back_and_the_worker_goes(
    fresh_database: Database, parts: Parts
) -> None:
    defer(fresh_database)
    with held_up(fresh_database):
        worker = parts.start("worker", "--grace", "0")
        eventually(lambda: statuses(fresh_database) == ["doing"])
        assert parts.stop(worker) == 0
        assert statuses(fresh_database) == ["todo"]


def test_of_two_clocks_one_fires_once_and_the_other_takes_over(
    fresh_database: Database, parts: Parts
) -> None:
    clock = TestClock(fresh_database)
    first = parts.start("clock")
    eventually(lambda: _clocks(fresh_database) == 1)
    second = parts.start("clock")

    clock.advance(timedelta(days=1))
    eventually(lambda: len(_firings(fresh_database)) == 1)
    first.kill()
    first.wait()
    eventually(lambda: _clocks(fresh_database) == 1)

    clock.advance(timedelta(days=1))
    eventually(lambda: len(_firings(fresh_database)) == 2)
    assert [name for name, *_ in jobs_of(fresh_database)].count(JOB) == 2
    assert parts.stop(second) == 0


def _clocks(database: Database) -> int:
    with psycopg.connect(database.superuser_url) as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
            "WHERE locktype = 'advisory' AND granted AND datname = current_database()"
        ).fetchone()
    return int(held[0]) if held else 0


def _firings(database: Database) -> list[tuple[str]]:
    with psycopg.connect(database.superuser_url) as connection:
        return connection.execute(
            "SELECT job FROM clock_firings WHERE job = %s", (JOB,)
        ).fetchall()
