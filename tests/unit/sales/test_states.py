"""A lead and a quote go only where their tables lead."""

from itertools import product

import pytest

from app.core.errors import IllegalMoveError
from app.sales.states import (
    ALLOWED,
    ALLOWED_QUOTE,
    LeadState,
    QuoteState,
    move,
    move_quote,
)


@pytest.mark.parametrize(("current", "to"), [*product(LeadState, LeadState)])
def test_a_lead_moves_by_its_table(current: LeadState, to: LeadState) -> None:
    if to in ALLOWED[current]:
        assert move(current, to) is to
        return
    with pytest.raises(IllegalMoveError):
        move(current, to)


@pytest.mark.parametrize(("current", "to"), [*product(QuoteState, QuoteState)])
def test_a_quote_moves_by_its_table(current: QuoteState, to: QuoteState) -> None:
    if to in ALLOWED_QUOTE[current]:
        assert move_quote(current, to) is to
        return
    with pytest.raises(IllegalMoveError):
        move_quote(current, to)


def test_what_was_agreed_or_replaced_stays_so() -> None:
    assert not ALLOWED[LeadState.WON]
    assert not ALLOWED_QUOTE[QuoteState.ACCEPTED]
    assert not ALLOWED_QUOTE[QuoteState.SUPERSEDED]
