"""A project as steps, for those who plan it and for the customer who follows it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select

from app.catalogue.states import WorkKind
from app.core.clock import now
from app.core.database import session
from app.core.errors import NotFoundError
from app.projects.models import Project, Site
from app.projects.states import ProjectState
from app.visits.models import Visit
from app.visits.rules.steps import (
    Step,
    StepState,
    StepVisit,
    Turn,
    next_visit,
    rest_before,
    step_state,
    turn,
)
from app.web.policy import restrict
from app.work_orders.models import WorkOrder, WorkOrderDependency
from app.work_orders.states import DependencyKind, WorkOrderState

_KINDS: Final = tuple(WorkKind)
_VISIT: Final = [getattr(Visit, name) for name in StepVisit.__dataclass_fields__]
Lags = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class SiteSteps:
    """What is done at one place, in the order of the work."""

    site_id: int
    name: str
    time_zone: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ProjectSteps:
    """Cancelled work is left out; `at` is the moment for which it was reckoned."""

    project_id: int
    reference: str
    owner_organisation_id: int
    state: ProjectState
    at: datetime
    sites: tuple[SiteSteps, ...]

    @property
    def steps(self) -> list[Step]:
        return [step for site in self.sites for step in site.steps]

    @property
    def next(self) -> tuple[Step, StepVisit] | None:
        return next_visit(self.steps)

    @property
    def turn(self) -> Turn:
        return turn(self.state, self.steps)

    @property
    def done(self) -> int:
        return sum(step.state is StepState.DONE for step in self.steps)


def project_steps(project_id: int) -> ProjectSteps:
    """Return the steps of a project, as far as the actor may see its work."""
    project = restrict(select(Project).where(Project.id == project_id), "project:read")
    orders = restrict(_orders(project_id), "work_order:read")
    return _laid_out(project, orders)


def linked_steps(project_id: int) -> ProjectSteps:
    """Return the steps of the project to which the actor holds a link."""
    project = restrict(select(Project).where(Project.id == project_id), "portal:read")
    return _laid_out(project, _orders(project_id))


def _orders(
    project_id: int,
) -> Select[int, int, WorkKind, WorkOrderState, int | None]:
    order = WorkOrder
    return select(
        order.id, order.site_id, order.kind, order.state, order.follow_up_of_id
    ).where(
        order.project_id == project_id,
        order.state != WorkOrderState.CANCELLED,
    )


def _laid_out(
    wanted: Select[Project],
    orders: Select[int, int, WorkKind, WorkOrderState, int | None],
) -> ProjectSteps:
    facts = wanted.with_only_columns(
        Project.id, Project.reference, Project.owner_organisation_id, Project.state
    )
    project = session().execute(facts).one_or_none()
    if project is None:
        raise NotFoundError
    at = now()
    steps = _steps(orders, project.id, at)
    sites = session().execute(
        select(Site.id, Site.name, Site.time_zone)
        .where(Site.id.in_({step.site_id for step in steps}))
        .order_by(Site.id)
    )
    return ProjectSteps(
        *project,
        at,
        tuple(
            SiteSteps(*site, tuple(step for step in steps if step.site_id == site.id))
            for site in sites
        ),
    )


def _steps(
    orders: Select[int, int, WorkKind, WorkOrderState, int | None],
    project_id: int,
    at: datetime,
) -> list[Step]:
    visits = _visits(project_id)
    steps = {
        row.id: Step(
            row.id,
            row.site_id,
            row.kind,
            step_state(row.state, visits[row.id]),
            row.state,
            row.follow_up_of_id,
            tuple(visits[row.id]),
        )
        for row in session().execute(orders)
    }
    lags = _lags(project_id)
    rested = [
        replace(step, resting_until=rest_before(lags[step.work_order_id], steps, at))
        if step.state in {StepState.WAITING, StepState.PLANNED}
        else step
        for step in steps.values()
    ]
    return sorted(rested, key=lambda s: (_KINDS.index(s.kind), s.work_order_id))


def _visits(project_id: int) -> dict[int, list[StepVisit]]:
    rows = session().execute(
        select(Visit.work_order_id, *_VISIT)
        .where(Visit.project_id == project_id)
        .order_by(Visit.part, Visit.id)
    )
    found: dict[int, list[StepVisit]] = defaultdict(list)
    for row in rows:
        found[row.work_order_id].append(StepVisit(*row[1:]))
    return found


def _lags(project_id: int) -> Lags:
    tie = WorkOrderDependency
    rows = session().execute(
        select(tie.to_id, tie.from_id, tie.min_lag_seconds).where(
            tie.project_id == project_id, tie.kind == DependencyKind.FINISH_START
        )
    )
    found: Lags = defaultdict(list)
    for to_id, from_id, seconds in rows:
        found[to_id].append((from_id, seconds))
    return found
