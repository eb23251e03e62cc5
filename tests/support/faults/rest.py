"""Waiting until nothing is under way any more."""

import threading
import time

import psycopg

from tests.support.cluster import Database

#: A killed worker's job is rescued within a minute; several may follow each other.
PATIENCE_SECONDS = 600
POLL_SECONDS = 0.2
UNDER_WAY = (
    "SELECT (SELECT count(*) FROM procrastinate_jobs "
    "WHERE status IN ('todo', 'doing', 'aborting'))"
)


def until_at_rest(database: Database) -> None:
    """Return once the queue is empty; what still lies there then is for the checks."""
    pause = threading.Event()
    deadline = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(UNDER_WAY).fetchone()
            if row and not row[0]:
                return
            pause.wait(POLL_SECONDS)
