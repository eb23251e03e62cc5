"""The worker: takes jobs until it is asked to stop, then lets them finish."""

import asyncio
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from flask import Flask
from procrastinate.exceptions import ConnectorException

from app.jobs.queue import add_tasks, open_queue

#: Jobs still running after this long are put back on the queue for another worker.
GRACE_SECONDS = 10
HEARTBEAT_SECONDS = 5
#: A worker silent for so long is gone, and its jobs are stalled.
SILENCE_SECONDS = 20
#: Listening, fetching and heartbeats; jobs use the application's own pool.
CONNECTIONS = 4

_log = structlog.get_logger("paigong.worker")


def work(app: Flask, database_url: str, concurrency: int) -> bool:
    """Work until asked to stop; False when the database went away instead."""
    return asyncio.run(_work(app, database_url, concurrency))


async def _work(app: Flask, database_url: str, concurrency: int) -> bool:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=concurrency))
    queue = open_queue(database_url, CONNECTIONS)
    add_tasks(queue, app)
    async with queue.open_async():
        worker = asyncio.create_task(
            queue.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENCE_SECONDS,
                fetch_job_polling_interval=5,
            )
        )
        asked = _stop_on_signals(loop, worker.cancel)
        _log.info("worker started", concurrency=concurrency)
        try:
            await worker
        except asyncio.CancelledError:
            _log.info("worker stopped")
        except ConnectorException:
            _log.warning("worker lost its database", exc_info=True)
    return asked.is_set()


def _stop_on_signals(
    loop: asyncio.AbstractEventLoop, stop: Callable[[], object]
) -> threading.Event:
    asked = threading.Event()

    def end() -> None:
        asked.set()
        stop()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end)
    return asked
