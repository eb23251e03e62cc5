"""What a lead and a quote can be, and the closed vocabularies beside them."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class LeadState(StrEnum):
    NEW = "new"
    SURVEYED = "surveyed"
    QUOTED = "quoted"
    WON = "won"
    LOST = "lost"


class QuoteState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    #: Taken back, or followed by another version.
    SUPERSEDED = "superseded"


class FigureType(StrEnum):
    """What a survey notes under a figure."""

    NUMBER = "number"
    INTEGER = "integer"
    CHOICE = "choice"
    FLAG = "flag"


class LineKind(StrEnum):
    """What a line of a quote charges."""

    GOODS = "goods"
    SERVICE = "service"


class LineUnit(StrEnum):
    PIECE = "piece"
    HOUR = "hour"


_L, _Q = LeadState, QuoteState

#: A lead may be lost from anywhere, and found again.
ALLOWED: Final[dict[LeadState, frozenset[LeadState]]] = {
    _L.NEW: frozenset({_L.SURVEYED, _L.QUOTED, _L.LOST}),
    _L.SURVEYED: frozenset({_L.SURVEYED, _L.QUOTED, _L.LOST}),
    _L.QUOTED: frozenset({_L.SURVEYED, _L.QUOTED, _L.WON, _L.LOST}),
    _L.WON: frozenset(),
    _L.LOST: frozenset({_L.SURVEYED, _L.QUOTED}),
}
ALLOWED_QUOTE: Final[dict[QuoteState, frozenset[QuoteState]]] = {
    _Q.DRAFT: frozenset({_Q.SENT, _Q.SUPERSEDED}),
    _Q.SENT: frozenset({_Q.ACCEPTED, _Q.DECLINED, _Q.SUPERSEDED}),
    _Q.ACCEPTED: frozenset(),
    _Q.DECLINED: frozenset({_Q.SUPERSEDED}),
    _Q.SUPERSEDED: frozenset(),
}


def move(current: LeadState, to: LeadState) -> LeadState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"A lead that is {current} cannot become {to}.")
    return to


def move_quote(current: QuoteState, to: QuoteState) -> QuoteState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED_QUOTE[current]:
        raise IllegalMoveError(f"A quote that is {current} cannot become {to}.")
    return to
