"""What a customer is shown of a project: one projection, and nothing beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from app.catalogue.states import WorkKind
from app.portal.names import called
from app.projects.queries.links import (
    Contact,
    Goods,
    contact_of_link,
    crews_of_link,
    goods_of_link,
)
from app.projects.states import ProjectState
from app.visits.queries.steps import ProjectSteps, SiteSteps, linked_steps
from app.visits.rules.steps import Step, StepState, StepVisit, Turn, Why
from app.visits.states import FailureReason, VisitState


class Stage(StrEnum):
    """A visit's state in the customer's words."""

    PLANNED = "planned"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    NOT_COMPLETED = "not_completed"
    MISSED = "missed"


_S = VisitState
#: States that are not here are nobody's business but the planners'.
_STAGES: Final = {
    _S.PLANNED: Stage.PLANNED,
    _S.CONFIRMED: Stage.PLANNED,
    _S.DISPATCHED: Stage.PLANNED,
    _S.ACKNOWLEDGED: Stage.PLANNED,
    _S.EN_ROUTE: Stage.ON_THE_WAY,
    _S.ON_SITE: Stage.ARRIVED,
    _S.WORKING: Stage.WORKING,
    _S.PAUSED: Stage.PAUSED,
    _S.DONE: Stage.DONE,
    _S.FAILED: Stage.NOT_COMPLETED,
    _S.NO_SHOW: Stage.MISSED,
}
#: From here on the hour is as good as promised.
_SENT: Final = frozenset({_S.DISPATCHED, _S.ACKNOWLEDGED})


#: Who is on the way or there, by visit.
Crews = dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class Window:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """`day` is when it is planned; the hour is told once it is promised or near."""

    stage: Stage
    part: int
    parts: int
    day: date | None
    window: Window | None
    expected_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    technicians: tuple[str, ...]
    reason: FailureReason | None


@dataclass(frozen=True, slots=True)
class ShownStep:
    kind: WorkKind
    state: StepState
    #: It goes on with what an earlier step had to leave undone.
    continues: bool
    done_at: datetime | None
    resting_until: datetime | None
    visits: tuple[ShownVisit, ...]


@dataclass(frozen=True, slots=True)
class ShownSite:
    """One place; it is named only where there are several."""

    name: str | None
    time_zone: str
    goods: tuple[Goods, ...]
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True, slots=True)
class NextVisit:
    kind: WorkKind
    site_name: str | None
    time_zone: str
    visit: ShownVisit


@dataclass(frozen=True, slots=True)
class Shown:
    reference: str
    state: ProjectState
    steps_done: int
    steps_total: int
    turn: Turn
    next_visit: NextVisit | None
    sites: tuple[ShownSite, ...]
    contact: Contact | None
    at: datetime

    @property
    def time_zone(self) -> str:
        return self.sites[0].time_zone if self.sites else "UTC"


def shown_to_customer(project_id: int) -> Shown:
    """Show the project of the link that acts."""
    project = linked_steps(project_id)
    crews = crews_of_link()
    goods = goods_of_link()
    several = len(project.sites) > 1
    counted = [step for step in project.steps if step.state is not StepState.STOPPED]
    return Shown(
        reference=project.reference,
        state=project.state,
        steps_done=project.done,
        steps_total=len(counted),
        turn=_turn(project),
        next_visit=_next(project, crews),
        sites=tuple(
            _site(each, crews, goods, at=project.at, is_named=several)
            for each in project.sites
        ),
        contact=contact_of_link(project.owner_organisation_id),
        at=project.at,
    )


def _turn(project: ProjectSteps) -> Turn:
    """Leave out the hour of a visit that is only planned; its day is told with it."""
    turn = project.turn
    return replace(turn, until=None) if turn.why is Why.COMING else turn


def _next(project: ProjectSteps, crews: Crews) -> NextVisit | None:
    if project.next is None or project.next[1].state not in _STAGES:
        return None
    step, visit = project.next
    site = next(each for each in project.sites if each.site_id == step.site_id)
    name = site.name if len(project.sites) > 1 else None
    shown = _visit(visit, crews, project.at, site.time_zone)
    return NextVisit(step.kind, name, site.time_zone, shown)


def _site(
    site: SiteSteps,
    crews: Crews,
    goods: Sequence[Goods],
    *,
    at: datetime,
    is_named: bool,
) -> ShownSite:
    return ShownSite(
        name=site.name if is_named else None,
        time_zone=site.time_zone,
        goods=tuple(each for each in goods if each.site_id == site.site_id),
        steps=tuple(_step(each, crews, at, site.time_zone) for each in site.steps),
    )


def _step(step: Step, crews: Crews, at: datetime, zone: str) -> ShownStep:
    return ShownStep(
        kind=step.kind,
        state=step.state,
        continues=step.follow_up_of_id is not None,
        done_at=step.done_at,
        resting_until=step.resting_until,
        visits=tuple(
            _visit(each, crews, at, zone)
            for each in step.visits
            if each.state in _STAGES
        ),
    )


def _visit(visit: StepVisit, crews: Crews, at: datetime, zone: str) -> ShownVisit:
    begun = visit.work_started_at or visit.arrived_at or visit.departed_at
    begins = begun or visit.starts_at
    return ShownVisit(
        stage=_STAGES[visit.state],
        part=visit.part,
        parts=visit.parts,
        day=begins.astimezone(ZoneInfo(zone)).date() if begins else None,
        window=_window(visit),
        expected_at=_expected(visit, at),
        arrived_at=visit.arrived_at or visit.work_started_at,
        ended_at=visit.work_ended_at,
        technicians=tuple(dict.fromkeys(map(called, crews.get(visit.id, ())))),
        reason=visit.failure_reason,
    )


def _window(visit: StepVisit) -> Window | None:
    if visit.promise_start is None or visit.promise_end is None:
        return None
    return Window(visit.promise_start, visit.promise_end)


def _expected(visit: StepVisit, at: datetime) -> datetime | None:
    """Return the hour, of who is on the way or has been told to come."""
    if visit.state in _SENT and visit.promise_start is None:
        return visit.starts_at
    return visit.expected_at(at)
