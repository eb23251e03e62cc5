"""The clock: one process that defers what is due and rescues what stalled."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.jobs import Schedule, registered_schedules
from app.core.transaction import transaction
from app.jobs.queue import open_queue
from app.jobs.stalled import retry_stalled

#: A firing missed for longer than this, because no clock ran, is let go.
CATCH_UP: Final = timedelta(days=1)
STANDBY_SECONDS: Final = 2
TICK_SECONDS: Final = 1
RESCUE_SECONDS: Final = 30
TAKE_SEAT: Final = "SELECT pg_try_advisory_lock(hashtext('paigong clock'))"

_log = structlog.get_logger("paigong.clock")


def latest_due(schedule: Schedule, since: datetime, until: datetime) -> datetime | None:
    """Return the last time of the schedule in (since, until], None without one.

    Times missed in between are let go: a plan made twice for one night helps nobody.
    """
    zone = ZoneInfo(schedule.time_zone)
    trigger = CronTrigger.from_crontab(schedule.cron, timezone=zone)
    due: datetime | None = None
    moment = max(since, until - CATCH_UP)
    while True:
        following = trigger.get_next_fire_time(None, moment + timedelta(microseconds=1))
        if following is None or following > until:
            return due
        # Where a clock is put back, the trigger can name the same moment again.
        later = following.astimezone(UTC) > moment
        moment = following.astimezone(UTC) if later else moment + timedelta(minutes=1)
        due = moment if later else due


def fire_due(started: datetime) -> list[str]:
    """Defer the job of every schedule whose time has come; return their names."""
    rows = session().execute(
        text("SELECT job, max(fire_time) FROM clock_firings GROUP BY job")
    )
    last = {str(job): fire_time for job, fire_time in rows}
    session().rollback()
    fired = []
    for schedule in registered_schedules():
        due = latest_due(schedule, last.get(schedule.name, started), now())
        if due is not None and _fire(schedule, due):
            fired.append(schedule.name)
    return fired


def _fire(schedule: Schedule, due: datetime) -> bool:
    """Claim the firing and defer its job in one transaction; False if it was taken."""
    with transaction() as tx:
        claimed = tx.session.execute(
            text(
                "INSERT INTO clock_firings (job, fire_time) VALUES (:job, :at) "
                "ON CONFLICT DO NOTHING RETURNING job"
            ),
            {"job": schedule.name, "at": due},
        ).first()
        if claimed is not None:
            tx.defer(schedule.job)
    if claimed is not None:
        _log.info("fired", schedule=schedule.name, at=due.isoformat())
    return claimed is not None


def keep_time(app: Flask, database_url: str, stop: threading.Event) -> bool:
    """Take the clock's seat and run until stopped; False when the database is lost.

    The seat is a lock of this one session: a second clock stands by and takes over
    when the first is gone.
    """
    try:
        with psycopg.connect(database_url, autocommit=True) as seat:
            # What comes due while it stands by may be missed by the one that works.
            with app.app_context():
                started = now()
            _wait_for(seat, stop)
            _run(app, database_url, seat, stop, started)
    except (psycopg.OperationalError, OperationalError, ConnectorException) as error:
        if not _is_loss(error):
            raise
        _log.warning("clock lost its database", exc_info=True)
        return False
    return True


def _is_loss(error: Exception) -> bool:
    """Tell a lost database from a query that it refused, through the queue or not."""
    cause = error.__cause__ if isinstance(error, ConnectorException) else error
    return isinstance(cause, (psycopg.OperationalError, OperationalError))


def _wait_for(seat: psycopg.Connection, stop: threading.Event) -> None:
    while not stop.is_set():
        taken = seat.execute(TAKE_SEAT).fetchone()
        if taken and taken[0]:
            _log.info("clock started")
            return
        stop.wait(STANDBY_SECONDS)


def _run(
    app: Flask,
    database_url: str,
    seat: psycopg.Connection,
    stop: threading.Event,
    started: datetime,
) -> None:
    # What a crash left stalled need not wait for the first round.
    asyncio.run(_rescue(database_url))
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1}
    )
    for work, seconds in (
        (_as_system(app, lambda: fire_due(started)), TICK_SECONDS),
        (lambda: asyncio.run(_rescue(database_url)), RESCUE_SECONDS),
    ):
        scheduler.add_job(work, "interval", seconds=seconds)
    scheduler.start()
    try:
        while not stop.wait(TICK_SECONDS):
            seat.execute("SELECT 1")
    finally:
        scheduler.shutdown(wait=True)


def _as_system(app: Flask, work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context(), acting_as(SYSTEM):
            work()

    return run


async def _rescue(database_url: str) -> None:
    queue = open_queue(database_url, connections=1)
    async with queue.open_async():
        await retry_stalled(queue)
