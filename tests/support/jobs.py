"""Background work carried out on the spot, by a real worker in this process."""

import asyncio
from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from app.jobs.queue import add_tasks, open_queue
from tests.support.cluster import Database

RunJobs = Callable[[], None]


def drain(app: Flask, database_url: str) -> None:
    """Carry out every job that is due, and those that they defer."""

    async def work() -> None:
        queue = open_queue(database_url, 2)
        add_tasks(queue, app)
        async with queue.open_async():
            await queue.run_worker_async(
                wait=False, install_signal_handlers=False, listen_notify=False
            )

    asyncio.run(work())


@pytest.fixture
def run_jobs(app: Flask, database: Database) -> RunJobs:
    """Return a function that carries out every job deferred so far."""
    return lambda: drain(app, database.app_url)


def jobs_of(database: Database) -> list[tuple[str, str, dict[str, int], int]]:
    """Return name, status, arguments and attempts of every job, oldest first."""
    with psycopg.connect(database.superuser_url) as connection:
        return connection.execute(
            "SELECT task_name, status::text, args, attempts "
            "FROM procrastinate_jobs ORDER BY id"
        ).fetchall()
