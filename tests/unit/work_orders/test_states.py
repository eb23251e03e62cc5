import itertools

import pytest

from app.core.errors import IllegalMoveError
from app.work_orders.states import (
    ALLOWED,
    STARTED,
    UNSTARTED,
    WorkOrderState,
    move,
    steps_to_scheduled,
    steps_to_work,
)

S = WorkOrderState


def test_every_state_has_its_row() -> None:
    assert set(ALLOWED) == set(S)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(S, S)))
def test_only_the_table_moves_a_work_order(before: S, after: S) -> None:
    if after in ALLOWED[before]:
        assert move(before, after) is after
    else:
        with pytest.raises(IllegalMoveError, match=str(before)):
            move(before, after)


def test_work_that_ended_stays_ended() -> None:
    for state in (S.CLOSED, S.CANCELLED, S.CANNOT_COMPLETE):
        assert not ALLOWED[state]


def test_work_under_way_cannot_be_cancelled_unless_held() -> None:
    assert S.CANCELLED not in ALLOWED[S.IN_PROGRESS]
    assert S.CANCELLED in ALLOWED[S.ON_HOLD]


def test_an_order_is_started_or_not_or_cancelled() -> None:
    assert STARTED | UNSTARTED | {S.CANCELLED} == set(S)
    assert not STARTED & UNSTARTED


def test_the_straight_way_leads_from_draft_to_closed() -> None:
    way = (
        S.DRAFT,
        S.READY,
        S.SCHEDULED,
        S.IN_PROGRESS,
        S.WORK_DONE,
        S.VERIFIED,
        S.CLOSED,
    )
    for before, after in itertools.pairwise(way):
        assert move(before, after) is after


def test_work_that_begins_takes_the_steps_that_nobody_took() -> None:
    assert steps_to_work(S.DRAFT) == [S.READY, S.SCHEDULED, S.IN_PROGRESS]
    assert steps_to_work(S.ON_HOLD) == [S.IN_PROGRESS]
    assert steps_to_scheduled(S.DRAFT) == [S.READY, S.SCHEDULED]
    for state in S:
        for steps in (steps_to_work(state), steps_to_scheduled(state)):
            for before, after in itertools.pairwise([state, *steps]):
                assert move(before, after) is after
    assert steps_to_work(S.WORK_DONE) == steps_to_work(S.IN_PROGRESS) == []
