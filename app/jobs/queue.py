"""The queue on the database: fills the port and turns handlers into tasks."""

from collections.abc import Callable
from typing import Any, Final

import structlog
from flask import Flask
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job as QueuedJob
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from structlog.contextvars import bound_contextvars

from app.core import jobs
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import PaigongError, UnavailableError

LONGEST_WAIT_SECONDS: Final = 300
#: A database that stays away for longer is lost; the supervisor starts us again.
PATIENCE_SECONDS: Final = 10

_log = structlog.get_logger("paigong.jobs")


def init_app() -> None:
    """Plug the queue into the port; the composition root calls it."""
    # Never opened: every insertion runs on the connection of the asking transaction.
    queue = App(connector=SyncPsycopgConnector())

    def defer(name: str, /, **ids: int) -> None:
        connection = session().connection().connection.driver_connection
        asked = _job(name)
        queue.configure_task(
            name, allow_unknown=True, queue=asked.queue, connection=connection
        ).defer(**ids)

    jobs.use_deferrer(defer)


def _job(name: str) -> jobs.Job:
    return next(job for job in jobs.registered_jobs() if job.name == name)


class Backoff(BaseRetryStrategy):
    """Try again after 2, 4, 8 … seconds; a refusal is an answer, not an accident."""

    def __init__(self, tries: int) -> None:
        self._tries = tries

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        if not isinstance(exception, Exception):
            # The worker is asked to stop: not the job's fault.
            return RetryDecision(retry_in={"seconds": 0})
        final = isinstance(exception, PaigongError)
        if final and not isinstance(exception, UnavailableError):
            return None
        if job.attempts + 1 >= self._tries:
            return None
        seconds = min(2 ** (job.attempts + 1), LONGEST_WAIT_SECONDS)
        return RetryDecision(retry_in={"seconds": seconds})


def open_queue(database_url: str, connections: int) -> App:
    """Return a queue with connections of its own, for the worker and the clock."""
    connector = PsycopgConnector(
        conninfo=database_url,
        min_size=1,
        max_size=connections,
        timeout=PATIENCE_SECONDS,
    )
    return App(connector=connector)


def add_tasks(queue: App, app: Flask) -> set[int]:
    """Turn every registered handler into a task; return the set of running jobs."""
    running: set[int] = set()
    for job in jobs.registered_jobs():
        queue.task(
            name=job.name,
            queue=job.queue,
            retry=Backoff(job.tries),
            pass_context=True,
        )(_runner(app, job, running))
    return running


def _runner(app: Flask, job: jobs.Job, running: set[int]) -> Callable[..., None]:
    def run(context: JobContext, **ids: int) -> None:
        job_id = context.job.id or 0
        names: dict[str, Any] = {"job": job.name, "job_id": job_id}
        running.add(job_id)
        try:
            with bound_contextvars(**names), app.app_context(), acting_as(SYSTEM):
                job.handler(**ids)
                _log.info("job done", **ids)
        finally:
            running.discard(job_id)

    return run
