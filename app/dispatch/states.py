"""Lifecycles of plan runs, proposals and their changes."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ProposalState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"
    DROPPED = "dropped"


class ChangeKind(StrEnum):
    ADDED = "added"
    MOVED = "moved"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


class ChangeOutcome(StrEnum):
    APPLIED = "applied"
    DROPPED = "dropped"
    LEFT_OUT = "left_out"


RUN_STEPS: Final[dict[RunState, frozenset[RunState]]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    # A run whose worker died is taken over: it is running again.
    RunState.RUNNING: frozenset(
        {RunState.RUNNING, RunState.DONE, RunState.FAILED, RunState.CANCELLED}
    ),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset(),
    RunState.CANCELLED: frozenset(),
}

PROPOSAL_STEPS: Final[dict[ProposalState, frozenset[ProposalState]]] = {
    ProposalState.OPEN: frozenset({ProposalState.PUBLISHED, ProposalState.DROPPED}),
    ProposalState.PUBLISHED: frozenset(),
    ProposalState.DROPPED: frozenset(),
}

AT_WORK: Final = frozenset({RunState.QUEUED, RunState.RUNNING})


def move_run(current: RunState, to: RunState) -> RunState:
    """Return `to`, or raise when the table has no such step."""
    if to not in RUN_STEPS[current]:
        raise IllegalMoveError(f"A run that is {current} cannot become {to}.")
    return to


def move_proposal(current: ProposalState, to: ProposalState) -> ProposalState:
    """Return `to`, or raise when the table has no such step."""
    if to not in PROPOSAL_STEPS[current]:
        raise IllegalMoveError(f"A proposal that is {current} cannot become {to}.")
    return to
