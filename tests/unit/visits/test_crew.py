"""A crew's visit is what its members make of it."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import IllegalMoveError
from app.visits.rules import derive, earliest, latest
from app.visits.states import (
    ALLOWED,
    ENDED,
    ROUTE,
    STARTED,
    VisitState,
    advance,
    follow,
)

S = VisitState
#: What a member reports, as the verbs do it.
REPORTS = (S.ACKNOWLEDGED, S.EN_ROUTE, S.ON_SITE, S.WORKING, S.PAUSED, S.DONE)
ON_THE_WAY = (*ROUTE, S.PAUSED)
report = st.sampled_from(REPORTS)
member = st.sampled_from((*ROUTE, S.PAUSED, S.FAILED))


def told(state: VisitState, to: VisitState) -> VisitState:
    """Take a report as the verbs do: pausing and going on are steps of their own."""
    if state is S.DONE:
        return state
    turns = to is S.PAUSED or (to is S.WORKING and state is S.PAUSED)
    return follow(state, to) if turns else advance(state, to)


@given(st.lists(st.tuples(st.integers(0, 2), report), max_size=30))
def test_whatever_a_crew_reports_the_visit_takes_steps_of_the_table(
    reports: list[tuple[int, VisitState]],
) -> None:
    crew = [S.DISPATCHED] * 3
    visit = S.DISPATCHED
    for who, to in reports:
        crew[who] = told(crew[who], to)
        if visit not in ENDED:
            visit = follow(visit, derive(crew))
            assert visit is derive(crew)


@given(st.lists(member, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_members_means_nothing(
    crew: list[VisitState], random: Random
) -> None:
    mixed = list(crew)
    random.shuffle(mixed)
    assert derive(crew) is derive(mixed)


@given(member)
def test_alone_a_member_is_the_visit(state: VisitState) -> None:
    assert derive([state]) is state


@given(st.lists(member, min_size=1, max_size=4), member)
def test_work_goes_on_while_anybody_works(
    crew: list[VisitState], other: VisitState
) -> None:
    if S.FAILED not in (*crew, other):
        assert derive([*crew, other, S.WORKING]) is S.WORKING


@given(st.lists(report, max_size=12), st.lists(report, max_size=12), st.data())
def test_however_two_phones_interleave_the_end_is_the_same(
    one: list[VisitState], two: list[VisitState], data: st.DataObject
) -> None:
    """Each phone's own order holds; the server may hear them in any order."""
    ends = set()
    for _ in range(2):
        queues = [list(one), list(two)]
        crew = [S.DISPATCHED, S.DISPATCHED]
        while any(queues):
            who = data.draw(st.sampled_from([i for i, q in enumerate(queues) if q]))
            crew[who] = told(crew[who], queues[who].pop(0))
        ends.add((tuple(crew), derive(crew)))
    assert len(ends) == 1


def test_until_somebody_leaves_the_visit_is_as_far_as_its_last_member() -> None:
    assert derive([S.ACKNOWLEDGED, S.DISPATCHED]) is S.DISPATCHED
    assert derive([S.ACKNOWLEDGED, S.CONFIRMED]) is S.CONFIRMED
    assert derive([S.ACKNOWLEDGED, S.EN_ROUTE]) is S.EN_ROUTE
    assert derive([S.CANCELLED, S.ACKNOWLEDGED]) is S.CANCELLED


def test_a_failure_is_the_whole_crews() -> None:
    assert derive([S.WORKING, S.FAILED, S.DONE]) is S.FAILED


def test_the_first_and_the_last_moment_leave_out_what_is_unknown() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    later = at + timedelta(hours=1)
    assert earliest([None, later, at]) == at
    assert latest([None, at, later]) == later
    assert earliest([None]) is latest([]) is None


def test_every_state_on_the_way_can_be_advanced_from() -> None:
    for state in ON_THE_WAY:
        for to in ROUTE:
            end = advance(state, to)
            assert end in {state, to}
    assert set(ON_THE_WAY) >= STARTED
    assert set(ALLOWED) >= set(ON_THE_WAY)


@pytest.mark.parametrize(
    ("before", "to"),
    [
        (S.PLANNED, S.FAILED),
        (S.PAUSED, S.FAILED),
        (S.ON_SITE, S.PAUSED),
        (S.PAUSED, S.WORKING),
        (S.PAUSED, S.DONE),
        (S.CONFIRMED, S.DONE),
        (S.DONE, S.DONE),
    ],
)
def test_a_visit_follows_by_steps_of_the_table(before: S, to: S) -> None:
    assert follow(before, to) is to


def test_who_is_further_stays_there() -> None:
    assert advance(S.WORKING, S.EN_ROUTE) is S.WORKING
    assert advance(S.PAUSED, S.ON_SITE) is S.PAUSED
    assert follow(S.WORKING, S.ON_SITE) is S.WORKING


@pytest.mark.parametrize("before", [S.OPEN, S.FAILED, S.CANCELLED, S.NO_SHOW])
def test_nobody_reports_on_what_is_not_on_its_way(before: S) -> None:
    for to in (S.ON_SITE, S.DONE, S.FAILED, S.PAUSED):
        if before is not to:
            with pytest.raises(IllegalMoveError):
                follow(before, to)
