import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import IllegalMoveError
from app.visits.states import (
    ALLOWED,
    BOOKING,
    ENDED,
    FROZEN,
    STARTED,
    VisitState,
    assigned,
    move,
)

states = st.sampled_from(VisitState)


@given(states, states)
def test_a_step_is_taken_if_and_only_if_the_table_has_it(
    current: VisitState, to: VisitState
) -> None:
    if to in ALLOWED[current]:
        assert move(current, to) is to
    else:
        with pytest.raises(IllegalMoveError, match=current):
            move(current, to)


def test_every_state_has_a_row_and_leads_to_an_end() -> None:
    assert set(ALLOWED) == set(VisitState)
    ending = set(ENDED)
    while more := {s for s in set(ALLOWED) - ending if ALLOWED[s] & ending}:
        ending |= more
    assert ending == set(VisitState)


def test_the_way_of_a_visit_that_goes_well() -> None:
    way = ["planned", "confirmed", "dispatched", "acknowledged", "en_route"]
    state = VisitState.OPEN
    for step in [*way, "on_site", "working", "paused", "working", "done"]:
        state = move(state, VisitState(step))
    assert state in ENDED


def test_what_started_is_frozen_and_books_its_technician() -> None:
    assert STARTED < FROZEN
    assert STARTED < BOOKING
    assert VisitState.DONE in BOOKING
    assert not BOOKING & {VisitState.OPEN, VisitState.CANCELLED, VisitState.FAILED}


@pytest.mark.parametrize(
    ("current", "kept", "broken"),
    [
        ("open", "planned", "planned"),
        ("tentative", "planned", "planned"),
        ("planned", "planned", "planned"),
        ("confirmed", "confirmed", "planned"),
        ("dispatched", "confirmed", "planned"),
        ("acknowledged", "confirmed", "planned"),
    ],
)
def test_assigning_recalls_and_a_broken_promise_is_a_plan_again(
    current: str, kept: str, broken: str
) -> None:
    state = VisitState(current)
    assert assigned(state, promise_kept=True) is VisitState(kept)
    assert assigned(state, promise_kept=False) is VisitState(broken)


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_a_frozen_visit_is_not_assigned(state: VisitState) -> None:
    with pytest.raises(IllegalMoveError, match="no longer planned"):
        assigned(state, promise_kept=True)
