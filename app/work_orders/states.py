"""The life of a work order."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class WorkOrderState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    WORK_DONE = "work_done"
    VERIFIED = "verified"
    CLOSED = "closed"
    CANNOT_COMPLETE = "cannot_complete"
    CANCELLED = "cancelled"


class DependencyKind(StrEnum):
    FINISH_START = "finish_start"
    SAME_START = "same_start"


_S = WorkOrderState

ALLOWED: Final[dict[WorkOrderState, frozenset[WorkOrderState]]] = {
    _S.DRAFT: frozenset({_S.READY, _S.CANCELLED}),
    # Back to DRAFT when what must come before it lost its place in the plan.
    _S.READY: frozenset({_S.DRAFT, _S.OFFERED, _S.SCHEDULED, _S.CANCELLED}),
    # Back to READY when the partner declines, is too late or withdraws.
    _S.OFFERED: frozenset({_S.ACCEPTED, _S.READY, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.SCHEDULED, _S.READY, _S.CANCELLED}),
    # To CANNOT_COMPLETE when somebody went there in vain.
    _S.SCHEDULED: frozenset(
        {_S.IN_PROGRESS, _S.READY, _S.ACCEPTED, _S.CANNOT_COMPLETE, _S.CANCELLED}
    ),
    _S.IN_PROGRESS: frozenset({_S.ON_HOLD, _S.WORK_DONE, _S.CANNOT_COMPLETE}),
    _S.ON_HOLD: frozenset({_S.IN_PROGRESS, _S.CANNOT_COMPLETE, _S.CANCELLED}),
    # Back to IN_PROGRESS when the supervisor finds something undone.
    _S.WORK_DONE: frozenset({_S.VERIFIED, _S.IN_PROGRESS}),
    _S.VERIFIED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
    _S.CANNOT_COMPLETE: frozenset(),
    _S.CANCELLED: frozenset(),
}

#: The plan may still be changed, or the order itself.
UNSTARTED: Final = frozenset(
    {_S.DRAFT, _S.READY, _S.OFFERED, _S.ACCEPTED, _S.SCHEDULED}
)
#: Work has begun on the site, whatever became of it.
STARTED: Final = frozenset(
    {
        _S.IN_PROGRESS,
        _S.ON_HOLD,
        _S.WORK_DONE,
        _S.VERIFIED,
        _S.CLOSED,
        _S.CANNOT_COMPLETE,
    }
)


def move(current: WorkOrderState, to: WorkOrderState) -> WorkOrderState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"A work order that is {current} cannot become {to}.")
    return to


#: The next step of an order on whose site work begins, whatever the plan says of it.
_TO_WORK: Final = {
    _S.DRAFT: _S.READY,
    _S.READY: _S.SCHEDULED,
    _S.ACCEPTED: _S.SCHEDULED,
    _S.SCHEDULED: _S.IN_PROGRESS,
    _S.ON_HOLD: _S.IN_PROGRESS,
}


def steps_to_scheduled(current: WorkOrderState) -> list[WorkOrderState]:
    """Return the steps of an order that somebody set out for; none if it is further."""
    return [s for s in steps_to_work(current) if s is not _S.IN_PROGRESS]


def steps_to_work(current: WorkOrderState) -> list[WorkOrderState]:
    """Return the steps until work is in progress; none for one that has begun."""
    steps: list[WorkOrderState] = []
    while current in _TO_WORK:
        current = _TO_WORK[current]
        steps.append(current)
    return steps
