"""Small snapshots to plan with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.dispatch.rules.facts import (
    Booking,
    Fixed,
    Place,
    Rest,
    Shift,
    Snapshot,
    Task,
    Tie,
    Worker,
)
from app.visits.rules import Span
from app.visits.states import VisitState

HOUR = timedelta(hours=1)
HOME = Place(31.23, 121.47)
SITE = Place(31.25, 121.50)
START = datetime(2026, 11, 22, 16, tzinfo=UTC)
DAYS = 3


def at(hour: float, day: int = 0) -> datetime:
    return START + timedelta(days=day) + hour * HOUR


def span(start: float, end: float, day: int = 0) -> Span:
    return Span(at(start, day), at(end, day))


def shift(technician_id: int = 1, day: int = 0, **facts: object) -> Shift:
    plain = Shift(
        technician_id,
        (START + timedelta(days=day, hours=8)).date(),
        span(8, 17, day),
        at(18, day),
    )
    return replace(plain, **facts)  # type: ignore[arg-type] # facts are the fields


def lunch(day: int = 0) -> Rest:
    return Rest(span(11.5, 13.5, day), HOUR / 2)


def task(visit_id: int, **facts: object) -> Task:
    plain = Task(visit_id, visit_id, 1, VisitState.OPEN, 1, SITE, HOUR)
    return replace(plain, **facts)  # type: ignore[arg-type] # facts are the fields


def booked(visit_id: int, booking: Booking, **facts: object) -> Task:
    return task(visit_id, state=VisitState.PLANNED, booking=booking, **facts)


def booking(start: float, end: float, *people: int, day: int = 0) -> Booking:
    return Booking(people or (1,), span(start, end, day))


def fixed(visit_id: int, where: Booking) -> Fixed:
    return Fixed(visit_id, visit_id, 1, SITE, where)


def snapshot(*tasks: Task, people: int = 1, **facts: object) -> Snapshot:
    plain = Snapshot(
        base_version=1,
        horizon=Span(START, START + timedelta(days=DAYS)),
        workers=tuple(Worker(n, f"T{n}", HOME) for n in range(1, people + 1)),
        shifts=tuple(
            shift(n, day) for n in range(1, people + 1) for day in range(DAYS)
        ),
        tasks=tasks,
    )
    return replace(plain, **facts)  # type: ignore[arg-type] # facts are the fields


def tie(first: int, second: int, **facts: object) -> Tie:
    return replace(Tie(first, second), **facts)  # type: ignore[arg-type] # likewise
