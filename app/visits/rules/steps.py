"""A project as steps: what is done, what comes next, and whose turn it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.catalogue.states import WorkKind
from app.projects.states import ProjectState
from app.visits.states import ENDED, STARTED, FailureReason, VisitState
from app.work_orders.states import WorkOrderState


class StepState(StrEnum):
    """How far a step is, in words that need no knowledge of the house."""

    WAITING = "waiting"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CHECKING = "checking"
    DONE = "done"
    #: It could not be completed; a later step carries what is left.
    STOPPED = "stopped"


class Whose(StrEnum):
    """Who must do something next."""

    US = "us"
    CUSTOMER = "customer"
    #: Something must only rest, as pipes under pressure.
    TIME = "time"
    NOBODY = "nobody"


class Why(StrEnum):
    PLANNING = "planning"
    COMING = "coming"
    ON_THE_WAY = "on_the_way"
    AT_WORK = "at_work"
    CHECKING = "checking"
    RESTING = "resting"
    SITE_NOT_READY = "site_not_ready"
    ACCEPTANCE = "acceptance"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    FINISHED = "finished"


#: Who sets out earlier than this before the planned start comes earlier, too.
_SOON: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class StepVisit:
    """One visit of a step; what did not happen yet is None."""

    id: int
    part: int
    parts: int
    state: VisitState
    starts_at: datetime | None
    ends_at: datetime | None
    promise_start: datetime | None
    promise_end: datetime | None
    travel_seconds: int | None
    departed_at: datetime | None
    arrived_at: datetime | None
    work_started_at: datetime | None
    work_ended_at: datetime | None
    failure_reason: FailureReason | None

    @property
    def is_live(self) -> bool:
        """Whether somebody is on the way, or there."""
        return self.state in STARTED

    @property
    def is_ahead(self) -> bool:
        """Whether it has its time; a hold that may expire has none to speak of."""
        others = ENDED | STARTED | {VisitState.TENTATIVE}
        return self.starts_at is not None and self.state not in others

    def expected_at(self, at: datetime) -> datetime | None:
        """Return when somebody who is on the way arrives, as well as it is known."""
        if self.state is not VisitState.EN_ROUTE:
            return None
        if self.departed_at is None or self.travel_seconds is None:
            soon = self.starts_at and at <= self.starts_at <= at + _SOON
            return self.starts_at if soon else None
        return max(at, self.departed_at + timedelta(seconds=self.travel_seconds))


@dataclass(frozen=True, slots=True)
class Step:
    """One work order; `resting_until` is passive time that runs before it."""

    work_order_id: int
    site_id: int
    kind: WorkKind
    state: StepState
    order_state: WorkOrderState
    follow_up_of_id: int | None
    visits: tuple[StepVisit, ...]
    resting_until: datetime | None = None

    @property
    def done_at(self) -> datetime | None:
        """Return when the last of its work ended."""
        if self.state not in {StepState.DONE, StepState.CHECKING}:
            return None
        return ended_at(self.visits)


@dataclass(frozen=True, slots=True)
class Turn:
    whose: Whose
    why: Why
    #: Until when something rests, or when the next visit is.
    until: datetime | None = None
    #: What kept the crew from completing the work, where that is why.
    reason: FailureReason | None = None


#: What only the customer can put right.
_THEIRS: Final = frozenset(
    {
        FailureReason.NOT_READY,
        FailureReason.CUSTOMER_ABSENT,
        FailureReason.NO_ACCESS,
    }
)
_OVER: Final = {
    ProjectState.CANCELLED: Turn(Whose.NOBODY, Why.CANCELLED),
    ProjectState.ON_HOLD: Turn(Whose.NOBODY, Why.ON_HOLD),
    ProjectState.WARRANTY: Turn(Whose.NOBODY, Why.FINISHED),
    ProjectState.CLOSED: Turn(Whose.NOBODY, Why.FINISHED),
}
_BY_ORDER: Final = {
    WorkOrderState.CANNOT_COMPLETE: StepState.STOPPED,
    WorkOrderState.WORK_DONE: StepState.CHECKING,
    WorkOrderState.VERIFIED: StepState.DONE,
    WorkOrderState.CLOSED: StepState.DONE,
}


def step_state(order: WorkOrderState, visits: Collection[StepVisit]) -> StepState:
    """Say how far a step is by its order and the order's visits."""
    if order in _BY_ORDER:
        return _BY_ORDER[order]
    standing = [v for v in visits if v.state is not VisitState.CANCELLED]
    if standing and all(v.state is VisitState.DONE for v in standing):
        return StepState.CHECKING
    if any(v.is_live or v.state is VisitState.DONE for v in standing):
        return StepState.UNDER_WAY
    if any(v.is_ahead for v in standing):
        return StepState.PLANNED
    return StepState.WAITING


def ended_at(visits: Iterable[StepVisit]) -> datetime | None:
    """Return when work ended last, by what was done, else by what was planned."""
    ends = [v.work_ended_at or v.ends_at for v in visits if v.state is VisitState.DONE]
    return max((end for end in ends if end is not None), default=None)


def rest_before(
    lags: Iterable[tuple[int, int]], steps: Mapping[int, Step], at: datetime
) -> datetime | None:
    """Return until when a step must wait for time alone, if it still must.

    `lags` are the orders before it with the seconds that pass after each.
    """
    moments = [
        done + timedelta(seconds=seconds)
        for before, seconds in lags
        if seconds and before in steps and (done := steps[before].done_at) is not None
    ]
    return max((each for each in moments if each > at), default=None)


def next_visit(steps: Sequence[Step]) -> tuple[Step, StepVisit] | None:
    """Return whom to expect next: who is on the way or there, else the earliest."""
    found = [
        (not visit.is_live, visit.starts_at, visit.id, step, visit)
        for step in steps
        for visit in step.visits
        if visit.starts_at is not None and (visit.is_live or visit.is_ahead)
    ]
    soonest = min(found, key=lambda each: each[:3], default=None)
    return soonest[3:] if soonest else None


def turn(project: ProjectState, steps: Sequence[Step]) -> Turn:
    """Say whose turn it is, and why."""
    if project in _OVER:
        return _OVER[project]
    coming = next_visit(steps)
    if coming is not None and coming[1].is_live:
        on_the_way = coming[1].state is VisitState.EN_ROUTE
        return Turn(Whose.US, Why.ON_THE_WAY if on_the_way else Why.AT_WORK)
    if project is ProjectState.ACCEPTANCE:
        return Turn(Whose.CUSTOMER, Why.ACCEPTANCE)
    return _customers(steps) or _resting(steps) or _ours(steps, coming)


def _customers(steps: Sequence[Step]) -> Turn | None:
    """A visit failed for what only the customer can change, and none is planned."""
    waiting = {s.follow_up_of_id for s in steps if s.state is StepState.WAITING}
    for step in steps:
        if step.work_order_id not in waiting:
            continue
        for visit in step.visits:
            if visit.failure_reason in _THEIRS:
                reason = visit.failure_reason
                return Turn(Whose.CUSTOMER, Why.SITE_NOT_READY, reason=reason)
    return None


def _resting(steps: Sequence[Step]) -> Turn | None:
    rests = [step.resting_until for step in steps if step.resting_until is not None]
    return Turn(Whose.TIME, Why.RESTING, max(rests)) if rests else None


def _ours(steps: Sequence[Step], coming: tuple[Step, StepVisit] | None) -> Turn:
    if coming is not None:
        return Turn(Whose.US, Why.COMING, coming[1].starts_at)
    states = {step.state for step in steps}
    if states and states <= {StepState.CHECKING, StepState.DONE, StepState.STOPPED}:
        return Turn(Whose.US, Why.CHECKING)
    return Turn(Whose.US, Why.PLANNING)
