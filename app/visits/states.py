"""The visit's lifecycle as one table; nothing else writes the column."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class VisitState(StrEnum):
    OPEN = "open"
    TENTATIVE = "tentative"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class EvidenceKind(StrEnum):
    """What a technician can record."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    SERIAL = "serial"
    STEP = "step"
    NOTE = "note"
    PART = "part"


class AttachmentState(StrEnum):
    """What became of a picture's bytes; `pending` while they come and are opened."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"


class FailureReason(StrEnum):
    """Why a visit could not be completed."""

    NOT_READY = "not_ready"
    CUSTOMER_ABSENT = "customer_absent"
    NO_ACCESS = "no_access"
    MISSING_GOODS = "missing_goods"
    MISSING_KIT = "missing_kit"
    DAMAGED_GOODS = "damaged_goods"
    UNSAFE = "unsafe"
    OTHER = "other"


class Fate(StrEnum):
    """What became of an operation that a phone sent."""

    APPLIED = "applied"
    #: It took effect on a visit that had moved on since the phone last saw it.
    MERGED = "merged"
    #: It waits for one that was sent before it and has not come.
    HELD = "held"
    #: Kept for a person to judge.
    PARKED = "parked"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a dispatcher makes of an operation that waits for one."""

    ACCEPT = "accept"
    DISMISS = "dismiss"


_S = VisitState

#: OPEN waits for a time and a crew. Losing them leads back to it; a recall leads
#: from DISPATCHED back to CONFIRMED, so that the technicians are told anew.
ALLOWED: Final[dict[VisitState, frozenset[VisitState]]] = {
    _S.OPEN: frozenset({_S.TENTATIVE, _S.PLANNED, _S.CANCELLED}),
    _S.TENTATIVE: frozenset({_S.OPEN, _S.PLANNED, _S.CONFIRMED, _S.CANCELLED}),
    _S.PLANNED: frozenset({_S.OPEN, _S.CONFIRMED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.OPEN, _S.PLANNED, _S.DISPATCHED, _S.CANCELLED}),
    _S.DISPATCHED: frozenset(
        {_S.OPEN, _S.CONFIRMED, _S.ACKNOWLEDGED, _S.NO_SHOW, _S.CANCELLED}
    ),
    _S.ACKNOWLEDGED: frozenset(
        {_S.OPEN, _S.CONFIRMED, _S.EN_ROUTE, _S.NO_SHOW, _S.CANCELLED}
    ),
    _S.EN_ROUTE: frozenset({_S.ON_SITE, _S.FAILED, _S.NO_SHOW, _S.CANCELLED}),
    _S.ON_SITE: frozenset({_S.WORKING, _S.FAILED, _S.NO_SHOW, _S.CANCELLED}),
    _S.WORKING: frozenset({_S.PAUSED, _S.DONE, _S.FAILED}),
    _S.PAUSED: frozenset({_S.WORKING, _S.FAILED}),
    _S.DONE: frozenset(),
    _S.FAILED: frozenset(),
    _S.NO_SHOW: frozenset(),
    _S.CANCELLED: frozenset(),
}

ENDED: Final = frozenset(state for state, steps in ALLOWED.items() if not steps)
STARTED: Final = frozenset({_S.EN_ROUTE, _S.ON_SITE, _S.WORKING, _S.PAUSED})
#: What neither a plan nor a dispatcher may move any more.
FROZEN: Final = STARTED | ENDED
#: What holds its technicians' time; a visit that came to an end held it too.
BOOKING: Final = frozenset(
    {_S.TENTATIVE, _S.PLANNED, _S.CONFIRMED, _S.DISPATCHED, _S.ACKNOWLEDGED, _S.DONE}
    | STARTED
)

_AFTER_ASSIGNING: Final = {
    _S.OPEN: _S.PLANNED,
    _S.TENTATIVE: _S.PLANNED,
    _S.DISPATCHED: _S.CONFIRMED,
    _S.ACKNOWLEDGED: _S.CONFIRMED,
}


def move(current: VisitState, to: VisitState) -> VisitState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"A visit that is {current} cannot become {to}.")
    return to


def assigned(current: VisitState, *, promise_kept: bool) -> VisitState:
    """Return the state once a crew and a time are set, or set anew.

    A confirmed visit outside its promise is a plan again, to be promised anew.
    """
    if current in FROZEN:
        raise IllegalMoveError(
            f"A visit that is {current} is no longer planned; leave it where it is."
        )
    to = _AFTER_ASSIGNING.get(current, current)
    if to is _S.CONFIRMED and not promise_kept:
        to = _S.PLANNED
    if to is current:
        return current
    if to not in ALLOWED[current]:
        return move(move(current, _S.CONFIRMED), to)
    return move(current, to)


#: How far a visit has come; reports may skip steps, which are then taken in passing.
ROUTE: Final = (
    _S.PLANNED,
    _S.CONFIRMED,
    _S.DISPATCHED,
    _S.ACKNOWLEDGED,
    _S.EN_ROUTE,
    _S.ON_SITE,
    _S.WORKING,
    _S.DONE,
)


def advance(current: VisitState, to: VisitState) -> VisitState:
    """Return where a report that `to` was reached leads; never back.

    Who is further already stays there: the report is late, or said twice.
    """
    if current is _S.PAUSED:
        return move(_S.WORKING, to) if to is _S.DONE else current
    if current not in ROUTE:
        return move(current, to)
    for step in ROUTE[ROUTE.index(current) + 1 : ROUTE.index(to) + 1]:
        current = move(current, step)
    return current


def follow(current: VisitState, to: VisitState) -> VisitState:
    """Return `to`, reached from `current` by steps of the table, or `current`.

    Raises as `move` does where no steps lead there.
    """
    if current is to:
        return to
    if to is _S.FAILED:
        under_way = current if current in STARTED else advance(current, _S.EN_ROUTE)
        return move(under_way, to)
    if to is _S.PAUSED:
        return move(advance(current, _S.WORKING), to)
    if current is _S.PAUSED and to is _S.WORKING:
        return move(current, to)
    return advance(current, to)
