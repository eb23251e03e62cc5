from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.visits.rules import Span, occupied
from app.visits.states import VisitState

HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + hour * HOUR


NINE, ELEVEN = at(9), at(11)


@dataclass
class Planned:
    """From nine to eleven."""

    state: VisitState = VisitState.PLANNED
    duration_seconds: int = 7200
    starts_at: datetime | None = NINE
    ends_at: datetime | None = ELEVEN
    work_started_at: datetime | None = None
    work_ended_at: datetime | None = None


def test_what_has_no_time_has_none() -> None:
    assert occupied(Planned(starts_at=None), at(8)) is None


def test_what_is_planned_is_when_it_is_planned() -> None:
    assert occupied(Planned(), at(20)) == Span(at(9), at(11))


def test_what_is_done_was_when_it_was() -> None:
    done = Planned(VisitState.DONE, work_started_at=at(9.5), work_ended_at=at(10))
    assert occupied(done, at(12)) == Span(at(9.5), at(10))
    assert occupied(Planned(VisitState.DONE), at(12)) == Span(at(9), at(11))


def test_clocks_that_disagree_do_not_turn_time_back() -> None:
    odd = Planned(VisitState.DONE, work_started_at=at(10), work_ended_at=at(9))
    assert occupied(odd, at(12)) == Span(at(9), at(9))


def test_what_is_under_way_takes_as_long_as_it_does() -> None:
    late = Planned(VisitState.WORKING, work_started_at=at(10))
    assert occupied(late, at(10.5)) == Span(at(10), at(12))
    assert occupied(late, at(13)) == Span(at(10), at(13))
    assert occupied(Planned(VisitState.EN_ROUTE), at(12)) == Span(at(9), at(12))
    assert occupied(Planned(VisitState.EN_ROUTE), at(8)) == Span(at(8), at(11))
