from itertools import product

import pytest

from app.core.errors import IllegalMoveError
from app.partners.states import LIVE, OfferState, move

#: From the design: an offer is answered once; what nobody planned can be taken back.
STEPS = {
    ("offered", "accepted"),
    ("offered", "declined"),
    ("offered", "timed_out"),
    ("offered", "withdrawn"),
    ("accepted", "withdrawn"),
}


@pytest.mark.parametrize(("one", "two"), list(product(OfferState, OfferState)))
def test_an_offer_moves_by_the_table_and_no_other_way(
    one: OfferState, two: OfferState
) -> None:
    if (one, two) in STEPS:
        assert move(one, two) is two
    else:
        with pytest.raises(IllegalMoveError):
            move(one, two)


def test_an_offer_lives_while_it_is_open_or_taken() -> None:
    assert {"offered", "accepted"} == LIVE
