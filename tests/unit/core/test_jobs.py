import pytest

from app.core import jobs


@pytest.fixture(autouse=True)
def unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port of this test's own."""
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(jobs, "_schedules", {})
    monkeypatch.setattr(jobs, "_deferrer", None)


def test_a_registered_job_goes_through_the_port_with_its_identifiers() -> None:
    asked: list[tuple[str, dict[str, int]]] = []

    def queue(name: str, /, **ids: int) -> None:
        asked.append((name, ids))

    jobs.use_deferrer(queue)

    @jobs.job("tests.ring", tries=3)
    def ring(*, bell_id: int) -> None: ...

    jobs.defer("tests.ring", bell_id=4)
    assert asked == [("tests.ring", {"bell_id": 4})]
    assert jobs.registered_jobs() == (
        jobs.Job("tests.ring", ring, jobs.Queue.DEFAULT, 3),
    )


def test_a_job_that_nobody_registered_is_not_queued() -> None:
    jobs.use_deferrer(lambda *_, **__: None)
    with pytest.raises(LookupError, match=r"tests\.absent"):
        jobs.defer("tests.absent")


def test_without_a_queue_nothing_is_silently_lost() -> None:
    jobs.job("tests.ring")(lambda: None)
    with pytest.raises(LookupError, match="no queue"):
        jobs.defer("tests.ring")


def test_a_schedule_names_its_job_and_times() -> None:
    jobs.schedule("nightly", job="tests.ring", cron="0 2 * * *")
    (found,) = jobs.registered_schedules()
    assert (found.job, found.cron, found.time_zone) == (
        "tests.ring",
        "0 2 * * *",
        "Asia/Shanghai",
    )
