"""Old jobs and firings are cleared away each night."""

import asyncio
from datetime import timedelta
from typing import Final

from flask import current_app
from sqlalchemy import text

from app.core.clock import now
from app.core.jobs import job, schedule
from app.core.transaction import transaction
from app.jobs.queue import open_queue

KEEP_DAYS: Final = 30


def register() -> None:
    job("jobs.purge")(purge)
    schedule("jobs.purge", job="jobs.purge", cron="20 3 * * *")


def purge() -> None:
    """Delete finished jobs, their events and firings that are older than a month."""
    with transaction() as tx:
        tx.session.execute(
            text("DELETE FROM clock_firings WHERE fire_time < :before"),
            {"before": now() - timedelta(days=KEEP_DAYS)},
        )
    asyncio.run(_delete_jobs(current_app.extensions["paigong-settings"].database_url))


async def _delete_jobs(database_url: str) -> None:
    queue = open_queue(database_url, connections=1)
    async with queue.open_async():
        await queue.job_manager.delete_old_jobs(
            KEEP_DAYS * 24,
            include_failed=True,
            include_cancelled=True,
            include_aborted=True,
        )
