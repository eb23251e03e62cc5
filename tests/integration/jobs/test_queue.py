"""A job exists if and only if the change that asked for it does."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask, current_app

from app.core import jobs
from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.errors import ConflictError, UnavailableError
from app.core.jobs import Queue
from app.core.transaction import transaction
from tests.support.cluster import Database
from tests.support.jobs import RunJobs, jobs_of

JOB = "tests.count"


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Register a job that notes the identifiers it was called with."""
    seen: list[int] = []
    monkeypatch.setattr(jobs, "_jobs", dict(jobs._jobs))  # noqa: SLF001 - put back after

    @jobs.job(JOB, tries=3)
    def count(*, number: int) -> None:
        assert current_actor() is SYSTEM
        assert current_app
        seen.append(number)

    return seen


@pytest.fixture
def as_system(app: Flask) -> Iterator[None]:
    with app.app_context(), acting_as(SYSTEM):
        yield


@pytest.mark.usefixtures("handled", "as_system")
def test_a_job_asked_for_in_a_change_that_is_rolled_back_never_was(
    database: Database,
) -> None:
    def change_my_mind() -> None:
        with transaction() as tx:
            tx.defer(JOB, number=1)
            raise ConflictError("Changed my mind.")

    with pytest.raises(ConflictError):
        change_my_mind()
    assert jobs_of(database) == []


@pytest.mark.usefixtures("handled", "as_system")
def test_a_job_is_seen_by_others_at_the_moment_of_the_commit(
    database: Database,
) -> None:
    with transaction() as tx:
        tx.defer(JOB, number=7)
        assert jobs_of(database) == []
    assert jobs_of(database) == [(JOB, "todo", {"number": 7}, 0)]


@pytest.mark.usefixtures("as_system")
def test_a_worker_calls_the_handler_as_the_system(
    database: Database, handled: list[int], run_jobs: RunJobs
) -> None:
    with transaction() as tx:
        tx.defer(JOB, number=1)
        tx.defer(JOB, number=2)
    run_jobs()
    assert sorted(handled) == [1, 2]
    assert [status for _, status, _, _ in jobs_of(database)] == ["succeeded"] * 2


@pytest.mark.usefixtures("as_system")
def test_a_handler_may_defer_the_next_job(
    handled: list[int], run_jobs: RunJobs
) -> None:
    @jobs.job("tests.first")
    def first(*, number: int) -> None:
        with transaction() as tx:
            tx.defer(JOB, number=number + 1)

    with transaction() as tx:
        tx.defer("tests.first", number=1)
    run_jobs()
    assert handled == [2]


def run_failing(run_jobs: RunJobs, error: Exception) -> None:
    @jobs.job("tests.failing", tries=3)
    def fail() -> None:
        raise error

    with transaction() as tx:
        tx.defer("tests.failing")
    run_jobs()


def make_due(database: Database) -> None:
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")


@pytest.mark.usefixtures("as_system", "handled")
@pytest.mark.parametrize("error", [RuntimeError("oh"), UnavailableError("later")])
def test_an_accident_is_tried_again_as_often_as_the_job_allows(
    database: Database, run_jobs: RunJobs, error: Exception
) -> None:
    run_failing(run_jobs, error)
    assert jobs_of(database) == [("tests.failing", "todo", {}, 1)]
    for _ in range(2):
        make_due(database)
        run_jobs()
    assert jobs_of(database) == [("tests.failing", "failed", {}, 3)]


@pytest.mark.usefixtures("as_system", "handled")
def test_a_refusal_is_an_answer_and_is_not_tried_again(
    database: Database, run_jobs: RunJobs
) -> None:
    run_failing(run_jobs, ConflictError("No."))
    assert jobs_of(database) == [("tests.failing", "failed", {}, 1)]


def test_solves_alone_wait_in_the_queue_of_solves(app: Flask) -> None:
    assert app
    apart = [job.name for job in jobs.registered_jobs() if job.queue is Queue.SOLVES]
    assert apart == ["dispatch.solve"]
