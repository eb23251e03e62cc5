"""When a visit is, as well as it is known by now: planned, under way or over."""

from datetime import datetime, timedelta
from typing import Protocol

from app.visits.rules.assigning import Span
from app.visits.states import STARTED, VisitState


class Timed(Protocol):
    """A visit, as far as its time goes."""

    state: VisitState
    duration_seconds: int
    starts_at: datetime | None
    ends_at: datetime | None
    work_started_at: datetime | None
    work_ended_at: datetime | None


def occupied(visit: Timed, at: datetime) -> Span | None:
    """Return when its site is worked on; None for a visit that has no time.

    What is done counts as it was, whatever was planned. What is under way ends when
    its work, begun when it was, takes as long as planned, and never before now.
    """
    if visit.starts_at is None or visit.ends_at is None:
        return None
    began = visit.work_started_at
    if visit.state is VisitState.DONE:
        ended = visit.work_ended_at or visit.ends_at
        return Span(min(began or visit.starts_at, ended), ended)
    if visit.state in STARTED:
        length = timedelta(seconds=visit.duration_seconds)
        expected = visit.ends_at if began is None else began + length
        return Span(min(began or visit.starts_at, at), max(expected, at))
    return Span(visit.starts_at, visit.ends_at)
