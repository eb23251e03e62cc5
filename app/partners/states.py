"""The life of an offer as one table; nothing else writes the column."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class OfferState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"


_S = OfferState

ALLOWED: Final[dict[OfferState, frozenset[OfferState]]] = {
    _S.OFFERED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.TIMED_OUT, _S.WITHDRAWN}),
    # The dispatcher takes back what nobody has planned yet.
    _S.ACCEPTED: frozenset({_S.WITHDRAWN}),
    _S.DECLINED: frozenset(),
    _S.TIMED_OUT: frozenset(),
    _S.WITHDRAWN: frozenset(),
}

#: The partner has the work, or may still take it.
LIVE: Final = frozenset({_S.OFFERED, _S.ACCEPTED})


def move(current: OfferState, to: OfferState) -> OfferState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"An offer that is {current} cannot become {to}.")
    return to
