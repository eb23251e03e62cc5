"""Notices that a worker lost what it cannot do without, so that it can start anew.

The library stops a worker whose heartbeat fails, but looks at the first of its own
tasks to end only; without periodic tasks one of them ends at once. A worker that
nobody hears works on, and its jobs are given to others meanwhile.
"""

import asyncio
from collections import Counter
from typing import Any, Final

import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

#: The library's names of what keeps a worker heard and hearing.
VITAL: Final = frozenset({"update_heartbeats", "listener"})
LOOK_SECONDS: Final = 1.0


class Endings(JobManager):
    """Says when a job's end could not be written: it would seem to run for ever."""

    def __init__(self, connector: Any, lost: asyncio.Event) -> None:
        super().__init__(connector)
        self._lost = lost

    async def finish_job(self, *args: Any, **kwargs: Any) -> None:
        try:
            await super().finish_job(*args, **kwargs)
        except ConnectorException as error:
            self._judge(error)
            raise

    async def retry_job(self, *args: Any, **kwargs: Any) -> None:
        try:
            await super().retry_job(*args, **kwargs)
        except ConnectorException as error:
            self._judge(error)
            raise

    def _judge(self, error: ConnectorException) -> None:
        if isinstance(error.__cause__, psycopg.OperationalError):
            self._lost.set()


async def until_lost(lost: asyncio.Event, lanes: int) -> None:
    """Return once an ending was lost, or a lane's vital task that ran runs no more."""
    was_whole = False
    while not lost.is_set():
        running = Counter(task.get_name() for task in asyncio.all_tasks())
        is_whole = all(running[name] >= lanes for name in VITAL)
        if was_whole and not is_whole:
            return
        was_whole = is_whole
        await asyncio.sleep(LOOK_SECONDS)
