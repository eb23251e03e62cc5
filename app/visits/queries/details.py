"""Visits with what people know them by: order, project and site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.catalogue.states import WorkKind
from app.core.database import session
from app.projects.models import Project, Site
from app.projects.states import Priority
from app.visits.models import Assignment, Visit
from app.visits.queries.rows import assignments_of
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """A visit as shown; what the actor may not see of its order is None."""

    visit: Visit
    seats: Sequence[Assignment]
    reference: str | None = None
    kind: WorkKind | None = None
    priority: Priority | None = None
    project_name: str | None = None
    site_name: str | None = None
    lat: float | None = None
    lon: float | None = None
    due: datetime | None = None

    @property
    def id(self) -> int:
        return self.visit.id

    @property
    def version(self) -> int:
        return self.visit.version

    @property
    def state(self) -> VisitState:
        return self.visit.state


def details(visits: Sequence[Visit]) -> list[VisitDetail]:
    """Describe visits, in the order given."""
    crews = assignments_of([visit.id for visit in visits])
    orders = _orders({visit.work_order_id for visit in visits})
    return [
        VisitDetail(visit, crews[visit.id], **orders.get(visit.work_order_id, {}))
        for visit in visits
    ]


def detail(visit: Visit) -> VisitDetail:
    return details([visit])[0]


def _orders(work_order_ids: set[int]) -> dict[int, dict[str, Any]]:
    query = (
        select(
            WorkOrder.id,
            WorkOrder.reference,
            WorkOrder.kind,
            WorkOrder.priority,
            WorkOrder.due,
            Project.name.label("project_name"),
            Site.name.label("site_name"),
            Site.lat,
            Site.lon,
        )
        .join(Project, Project.id == WorkOrder.project_id)
        .join(Site, Site.id == WorkOrder.site_id)
        .where(WorkOrder.id.in_(work_order_ids))
    )
    found: dict[int, dict[str, Any]] = {}
    for row in session().execute(query).mappings():
        facts = dict(row)
        found[facts.pop("id")] = facts
    return found
