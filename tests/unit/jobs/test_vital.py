"""A worker that lost its heartbeat, its ear or a job's ending is noticed."""

import asyncio

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.testing import InMemoryConnector

from app.jobs import vital
from app.jobs.vital import Endings, until_lost

JOB = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", task_kwargs={})


class Lost(InMemoryConnector):
    """A database that breaks off, or refuses, at whatever is asked."""

    def __init__(self, cause: psycopg.Error) -> None:
        super().__init__()
        self._cause = cause

    async def execute_query_async(self, *_: object, **__: object) -> None:
        raise ConnectorException from self._cause


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vital, "LOOK_SECONDS", 0)


@pytest.mark.parametrize("lanes", [1, 2])
@pytest.mark.parametrize("name", sorted(vital.VITAL))
def test_a_worker_is_lost_without_a_vital_task_of_one_lane(
    name: str, lanes: int
) -> None:
    async def lose() -> None:
        tasks = [
            asyncio.create_task(asyncio.Event().wait(), name=each)
            for each in sorted(vital.VITAL) * lanes
        ]
        watch = asyncio.create_task(until_lost(asyncio.Event(), lanes))
        await asyncio.sleep(0)
        next(task for task in tasks if task.get_name() == name).cancel()
        await watch
        for task in tasks:
            task.cancel()

    asyncio.run(asyncio.wait_for(lose(), 10))


@pytest.mark.parametrize(
    ("cause", "is_lost"),
    [(psycopg.OperationalError(), True), (psycopg.errors.RaiseException(), False)],
)
def test_an_ending_that_could_not_be_written_is_told_from_one_refused(
    cause: psycopg.Error, *, is_lost: bool
) -> None:
    async def end() -> bool:
        lost = asyncio.Event()
        endings = Endings(Lost(cause), lost)
        with pytest.raises(ConnectorException):
            await endings.finish_job(JOB, Status.SUCCEEDED, delete_job=False)
        with pytest.raises(ConnectorException):
            await endings.retry_job(JOB)
        return lost.is_set()

    assert asyncio.run(end()) is is_lost
