"""What the clock fires, and what it rescues."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from flask import Flask

from app.core import jobs
from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.jobs.clock import fire_due
from app.jobs.health import worker_is_there
from app.jobs.purge import purge
from app.jobs.queue import open_queue
from app.jobs.stalled import CAP, retry_stalled
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.jobs import jobs_of

EVERY_HOUR = jobs.Schedule("tests.hourly", "jobs.purge", "0 * * * *", "UTC")


@pytest.fixture(autouse=True)
def only_hourly(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app
    monkeypatch.setattr(jobs, "_schedules", {EVERY_HOUR.name: EVERY_HOUR})


def fire(app: Flask, hours_ago: int = 0) -> list[str]:
    with app.app_context(), acting_as(SYSTEM):
        return fire_due(now() - timedelta(hours=hours_ago))


def test_nothing_fires_before_its_time(app: Flask, database: Database) -> None:
    assert fire(app) == []
    assert jobs_of(database) == []


def test_a_time_that_came_defers_the_job_once(
    app: Flask, database: Database, clock: TestClock
) -> None:
    clock.advance(timedelta(hours=1))
    assert fire(app, hours_ago=1) == ["tests.hourly"]
    assert fire(app, hours_ago=1) == []
    assert [name for name, *_ in jobs_of(database)] == ["jobs.purge"]


def test_several_clocks_at_the_same_moment_fire_once(
    app: Flask, database: Database
) -> None:
    with ThreadPoolExecutor(8) as pool:
        fired = list(pool.map(lambda _: fire(app, hours_ago=2), range(8)))
    assert sorted(map(len, fired)) == [0] * 7 + [1]
    assert len(jobs_of(database)) == 1


def stall(database: Database, attempts: int) -> None:
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour')"
        )
        connection.execute(
            "INSERT INTO procrastinate_jobs"
            " (queue_name, task_name, priority, args, status, attempts, worker_id)"
            " SELECT 'default', 'jobs.purge', 0, '{}', 'doing', %s, id"
            " FROM procrastinate_workers",
            (attempts,),
        )


def rescue(database: Database) -> int:
    async def run() -> int:
        queue = open_queue(database.app_url, 1)
        async with queue.open_async():
            return await retry_stalled(queue)

    return asyncio.run(run())


def test_a_stalled_job_is_put_back(database: Database) -> None:
    stall(database, attempts=0)
    assert rescue(database) == 1
    assert jobs_of(database) == [("jobs.purge", "todo", {}, 1)]
    assert rescue(database) == 0


def test_a_job_that_stalls_again_and_again_is_given_up(database: Database) -> None:
    stall(database, attempts=CAP - 1)
    assert rescue(database) == 1
    assert jobs_of(database)[0][1] == "failed"


def test_a_silent_worker_counts_as_gone(app: Flask, database: Database) -> None:
    with app.app_context():
        assert "paigong worker" in (worker_is_there() or "")
        stall(database, attempts=0)
        assert worker_is_there() is not None
        with psycopg.connect(database.superuser_url) as connection:
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now()"
            )
        session().rollback()
        assert worker_is_there() is None


def test_old_firings_and_jobs_are_cleared_away(app: Flask, database: Database) -> None:
    stall(database, attempts=0)
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "INSERT INTO clock_firings VALUES"
            " ('tests.hourly', now() - interval '2 months'), ('tests.hourly', now())"
        )
        connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
        connection.execute(
            "UPDATE procrastinate_events SET at = now() - interval '2 months'"
        )
    with app.app_context(), acting_as(SYSTEM):
        purge()
    with psycopg.connect(database.superuser_url) as connection:
        left = connection.execute("SELECT count(*) FROM clock_firings").fetchone()
    assert left == (1,)
    assert jobs_of(database) == []
