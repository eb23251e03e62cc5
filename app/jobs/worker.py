"""The worker: takes jobs until it is asked to stop, then lets them finish."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import structlog
from flask import Flask
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from app.core.jobs import Queue
from app.jobs.queue import add_tasks, open_queue
from app.jobs.vital import Endings, until_lost

#: Jobs still running this long after a stop are put back on the queue.
GRACE_SECONDS = 10
HEARTBEAT_SECONDS = 5
#: A worker silent for so long is gone, and its jobs are stalled.
SILENCE_SECONDS = 20
#: A time in the past has a job run again at once.
LONG_DUE = datetime(2000, 1, 1, tzinfo=UTC)
#: Fetching and heartbeats; jobs use the application's own pool.
CONNECTIONS = 6

_log = structlog.get_logger("paigong.worker")


def work(app: Flask, database_url: str, concurrency: int, grace: int) -> bool:
    """Work until asked to stop; False when the database went away instead.

    Every queue has `concurrency` places, so that nothing waits behind long solves.
    """
    return asyncio.run(_work(app, database_url, concurrency, grace))


async def _work(app: Flask, database_url: str, concurrency: int, grace: int) -> bool:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(concurrency * len(Queue)))
    queue = open_queue(database_url, CONNECTIONS)
    running = add_tasks(queue, app)
    lost = asyncio.Event()
    queue.job_manager = Endings(queue.connector, lost)
    async with queue.open_async():
        worker = asyncio.create_task(_work_lanes(queue, concurrency))
        asked = _on_signals(worker, lambda: _give_up(queue, running, grace))
        watch = asyncio.create_task(_leave_when_lost(worker, lost, asked, grace))
        _log.info("worker started", concurrency=concurrency)
        try:
            await worker
        except asyncio.CancelledError:
            _log.info("worker stopped")
        except ConnectorException:
            _log.warning("worker lost its database", exc_info=True)
        finally:
            watch.cancel()
    return bool(asked)


async def _work_lanes(queue: App, concurrency: int) -> None:
    """Work in a lane per queue; when one of them ends, the others end too."""
    lanes = [
        asyncio.create_task(
            queue.run_worker_async(
                queues=[name],
                concurrency=concurrency,
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENCE_SECONDS,
                fetch_job_polling_interval=5,
            )
        )
        for name in Queue
    ]
    try:
        await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for lane in lanes:
            lane.cancel()
        await asyncio.wait(lanes)
    for lane in lanes:
        if not lane.cancelled():
            lane.result()


async def _leave_when_lost(
    worker: asyncio.Task[None],
    lost: asyncio.Event,
    asked: Sequence[asyncio.Task[None]],
    grace: int,
) -> None:
    """End a worker that lost its database, whatever still runs after the grace."""
    await until_lost(lost, len(Queue))
    if asked:
        return
    _log.warning("worker lost its database for a while")
    worker.cancel()
    await asyncio.sleep(grace)
    os._exit(1)


def _on_signals(
    worker: asyncio.Task[None], give_up: Callable[[], Coroutine[None, None, None]]
) -> list[asyncio.Task[None]]:
    """Let a signal stop the worker; the list is filled when one came."""
    loop = asyncio.get_running_loop()
    asked: list[asyncio.Task[None]] = []

    def end() -> None:
        if not asked:
            asked.append(loop.create_task(give_up()))
            worker.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    return asked


async def _give_up(queue: App, running: set[int], grace: int) -> None:
    """Put back what still runs after the grace, and go.

    A handler runs in a thread, which nothing can stop but the end of the process; it
    loses what it has not committed, as by a kill, and is done again elsewhere.
    """
    await asyncio.sleep(grace)
    for job_id in tuple(running):
        _log.warning("job put back at the stop", job_id=job_id)
        await queue.job_manager.retry_job_by_id_async(job_id, retry_at=LONG_DUE)
    os._exit(0)
