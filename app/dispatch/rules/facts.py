"""What a run looks at: a snapshot of a territory, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.projects.states import Priority
from app.visits.rules import Span
from app.visits.states import VisitState


@dataclass(frozen=True, slots=True)
class Place:
    """WGS-84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Rest:
    """A break of `duration` owed between two moments."""

    within: Span
    duration: timedelta


@dataclass(frozen=True, slots=True)
class Worker:
    technician_id: int
    name: str
    base: Place
    #: Kilograms and litres; empty carries anything.
    capacity: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of a technician's working day, absences already cut out."""

    technician_id: int
    day: date
    span: Span
    overtime_until: datetime
    rests: tuple[Rest, ...] = ()
    skills: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """Who is on a visit, in the order of seats, and when."""

    technician_ids: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """A visit that the plan may place or move."""

    visit_id: int
    work_order_id: int
    version: int
    state: VisitState
    part: int
    place: Place
    duration: timedelta
    crew_size: int = 1
    skills: Mapping[str, int] | None = None
    load: tuple[int, ...] = ()
    priority: Priority = Priority.NORMAL
    windows: tuple[Span, ...] = ()
    earliest: datetime | None = None
    due: datetime | None = None
    booking: Booking | None = None

    @property
    def is_promised(self) -> bool:
        return self.state is VisitState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Fixed:
    """A booking that the plan must leave alone."""

    visit_id: int
    work_order_id: int
    part: int
    place: Place
    booking: Booking


@dataclass(frozen=True, slots=True)
class Tie:
    """One visit waits for another: by the chain of work orders, or as a day part."""

    first: int
    second: int
    min_lag: timedelta = timedelta(0)
    max_lag: timedelta | None = None
    same_start: bool = False
    next_day: bool = False


@dataclass(frozen=True)
class Snapshot:
    """Everything one run needs, and the version of the plan that it starts from."""

    base_version: int
    horizon: Span
    workers: tuple[Worker, ...]
    shifts: tuple[Shift, ...]
    tasks: tuple[Task, ...]
    fixed: tuple[Fixed, ...] = ()
    #: Visits outside of the horizon that others wait for: when they are, or None.
    elsewhere: Mapping[int, Booking | None] | None = None
    ties: tuple[Tie, ...] = ()

    @cached_property
    def task_ids(self) -> frozenset[int]:
        return frozenset(task.visit_id for task in self.tasks)
