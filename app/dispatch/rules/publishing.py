"""Which changes of a proposal still hold when it is published, and why others do not.

Whoever came first wins: a visit that was started, pinned or moved by a person keeps
its place, and what relied on its moving drops out as well, until nothing else does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.dispatch.rules.facts import Booking, Tie
from app.visits.rules import Span
from app.visits.states import FROZEN, VisitState


@dataclass(frozen=True, slots=True)
class Wish:
    """A change as proposed: a booking, or None to take the visit out of the plan."""

    change_id: int
    visit_id: int
    visit_version: int
    will: Booking | None


@dataclass(frozen=True, slots=True)
class Present:
    """A visit as it is now."""

    visit_id: int
    reference: str
    version: int
    state: VisitState
    pinned: bool
    human_edited: bool
    booking: Booking | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A technician's time, held by a visit."""

    technician_id: int
    visit_id: int
    span: Span
    reference: str


@dataclass(slots=True)
class _Board:
    """The visits as they would be with the wishes that still stand."""

    wishes: dict[int, Wish]
    visits: Mapping[int, Present]
    taken: Mapping[int, list[Taken]]
    dropped: dict[int, str] = field(default_factory=dict)

    def booking_of(self, visit_id: int) -> Booking | None:
        wish = self.wishes.get(visit_id)
        if wish is not None:
            return wish.will
        visit = self.visits.get(visit_id)
        return visit.booking if visit else None

    def name_of(self, visit_id: int) -> str:
        visit = self.visits.get(visit_id)
        return visit.reference if visit else "another visit"

    def drop(self, wish: Wish, why: str) -> None:
        del self.wishes[wish.visit_id]
        self.dropped[wish.change_id] = why


def stale(
    wishes: Iterable[Wish],
    visits: Mapping[int, Present],
    taken: Sequence[Taken],
    ties: Sequence[Tie],
    refused: Mapping[int, str],
    *,
    at: datetime,
) -> dict[int, str]:
    """Return why changes drop out, by change.

    `taken` are all bookings of the technicians concerned; `refused` names changes
    that break a rule of their own by now; `at` is the moment of publishing.
    """
    by_technician: dict[int, list[Taken]] = {}
    for each in taken:
        by_technician.setdefault(each.technician_id, []).append(each)
    board = _Board({wish.visit_id: wish for wish in wishes}, visits, by_technician)
    for wish in list(board.wishes.values()):
        visit = visits.get(wish.visit_id)
        why = _overtaken(wish, visit, at) or refused.get(wish.change_id)
        if why:
            board.drop(wish, why)
    while _dropped_more(board, ties):
        pass
    return board.dropped


def _overtaken(wish: Wish, visit: Present | None, at: datetime) -> str | None:
    if visit is None:
        return "The visit is gone."
    if visit.state in FROZEN:
        return f"The visit is {visit.state} by now."
    if visit.pinned:
        return "The visit was pinned meanwhile."
    if visit.version != wish.visit_version:
        who = "A person" if visit.human_edited else "Somebody"
        return f"{who} changed the visit meanwhile."
    if wish.will is not None and wish.will.span.start < at:
        return "That time is past."
    return None


def _dropped_more(board: _Board, ties: Sequence[Tie]) -> bool:
    found = False
    for wish in list(board.wishes.values()):
        why = _clash(board, wish) or _broken_tie(board, wish, ties)
        if why:
            board.drop(wish, why)
            found = True
    return found


def _clash(board: _Board, wish: Wish) -> str | None:
    """Name what holds one of the technicians at that time and is not moving away."""
    if wish.will is None:
        return None
    for technician_id in wish.will.technician_ids:
        for other in board.taken.get(technician_id, ()):
            stays = other.visit_id not in board.wishes
            if stays and other.span.meets(wish.will.span):
                return f"The technician is with {other.reference} then."
    return None


def _broken_tie(board: _Board, wish: Wish, ties: Sequence[Tie]) -> str | None:
    for tie in ties:
        if tie.second == wish.visit_id and wish.will is not None:
            first = board.booking_of(tie.first)
            if first is None or not _keeps(tie, first.span, wish.will.span):
                return f"{board.name_of(tie.first)}, which comes first, does not fit."
        elif tie.first == wish.visit_id and tie.second not in board.wishes:
            second = board.booking_of(tie.second)
            if second is None:
                continue
            if wish.will is None or not _keeps(tie, wish.will.span, second.span):
                return f"{board.name_of(tie.second)}, which follows, stays where it is."
    return None


def _keeps(tie: Tie, first: Span, second: Span) -> bool:
    if tie.same_start:
        return first.start == second.start
    lag = second.start - first.end
    return lag >= tie.min_lag and (tie.max_lag is None or lag <= tie.max_lag)
