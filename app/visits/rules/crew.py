"""A crew's visit is what its members make of it; in which order they tell is one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from app.visits.states import ROUTE, VisitState

_S = VisitState

#: The first of these that any member is in is the visit's: work goes on while anybody
#: works, and a member who never began does not keep a finished visit open.
_BY_ANYBODY: Final = (
    _S.FAILED,
    _S.WORKING,
    _S.PAUSED,
    _S.DONE,
    _S.ON_SITE,
    _S.EN_ROUTE,
)


def derive(members: Collection[VisitState]) -> VisitState:
    """Return the visit's state from those of its crew, of one member at least.

    Until somebody is on the way, the visit is as far as its last member.
    """
    present = set(members)
    for state in _BY_ANYBODY:
        if state in present:
            return state
    return min(present, key=_how_far)


def _how_far(state: VisitState) -> int:
    """States beside the route, as a cancelled one, stand before it."""
    return ROUTE.index(state) if state in ROUTE else -1


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((at for at in moments if at is not None), default=None)
