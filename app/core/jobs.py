"""The port to background work: domains name jobs here, `app.jobs` carries them out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Handler = Callable[..., None]


class Queue(StrEnum):
    """What waits for what: each queue has places of its own in every worker."""

    DEFAULT = "default"
    #: A solve takes its place for as long as its dispatcher allowed.
    SOLVES = "solves"


class Deferrer(Protocol):
    """Puts a job on the queue within the current database transaction."""

    def __call__(self, job: str, /, **ids: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """A handler that takes identifiers only, and how often it may be tried."""

    name: str
    handler: Handler
    queue: Queue
    tries: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A firing by the clock: `cron` is a five-field crontab in `time_zone`."""

    name: str
    job: str
    cron: str
    time_zone: str


_jobs: dict[str, Job] = {}
_schedules: dict[str, Schedule] = {}
_deferrer: Deferrer | None = None


def job(
    name: str, *, queue: Queue = Queue.DEFAULT, tries: int = 5
) -> Callable[[Handler], Handler]:
    """Register the function as the handler of the job `name`."""

    def register(handler: Handler) -> Handler:
        _jobs[name] = Job(name, handler, queue, tries)
        return handler

    return register


def schedule(
    name: str, *, job: str, cron: str, time_zone: str = "Asia/Shanghai"
) -> None:
    """Have the clock defer `job`, which takes no identifiers, at `cron` times."""
    _schedules[name] = Schedule(name, job, cron, time_zone)


def registered_jobs() -> tuple[Job, ...]:
    return tuple(_jobs.values())


def registered_schedules() -> tuple[Schedule, ...]:
    return tuple(_schedules.values())


def use_deferrer(deferrer: Deferrer) -> None:
    """Plug the queue in; the composition root does it once."""
    global _deferrer  # noqa: PLW0603 - a port has one adapter per process
    _deferrer = deferrer


def defer(name: str, /, **ids: int) -> None:
    """Queue the job on the current session's own connection."""
    if name not in _jobs:
        raise LookupError(f"no job is registered as {name!r}")
    if _deferrer is None:
        raise LookupError("no queue is plugged into app.core.jobs")
    _deferrer(name, **ids)
