"""A project with one site, one work order and one planned visit; an import."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.catalogue.states import WorkKind
from app.core.clock import now
from app.core.database import session
from app.core.reference_codes import next_codes
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole, OrganisationKind
from app.projects.models import (
    Equipment,
    Import,
    ImportRow,
    Project,
    ProjectLine,
    Site,
)
from app.projects.states import (
    ImportKind,
    ImportState,
    Priority,
    ProjectState,
    RowOutcome,
)
from app.visits.models import Assignment, Visit
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder, WorkOrderLine
from app.work_orders.states import WorkOrderState

GRANTS = {
    GrantRole.OWNER: OrganisationKind.PLATFORM,
    GrantRole.BRAND: OrganisationKind.BRAND,
    GrantRole.STORE: OrganisationKind.STORE,
    GrantRole.PARTNER: OrganisationKind.SERVICE_PARTNER,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where an order is carried out, and what it brings."""

    organisations: dict[OrganisationKind, int]
    territory_id: int
    model_id: int


@dataclass(frozen=True, slots=True)
class Order:
    project_id: int
    site_id: int
    work_order_id: int
    visit_id: int


def make_order(mark: str, ground: Ground, technician_id: int) -> Order:
    """Make an order whose installation is planned for tomorrow."""
    project = _project(mark, ground)
    site = _site(mark, project, ground)
    order = _work_order(project, site, ground)
    visit = _visit(order, technician_id)
    return Order(project.id, site.id, order.id, visit.id)


def _project(mark: str, ground: Ground) -> Project:
    row = Project(
        reference=next_codes("PRJ")[0],
        owner_organisation_id=ground.organisations[OrganisationKind.PLATFORM],
        brought_by_organisation_id=ground.organisations[OrganisationKind.STORE],
        name=f"{mark} villa",
        state=ProjectState.PLANNED,
        customer_name=f"{mark} customer",
        customer_phone="+8613800000001",
        priority=Priority.NORMAL,
        territory_id=ground.territory_id,
        intake={},
    )
    session().add(row)
    session().flush()
    session().add_all(
        ProjectGrant(
            project_id=row.id, organisation_id=ground.organisations[kind], role=role
        )
        for role, kind in GRANTS.items()
    )
    session().flush()
    return row


def _site(mark: str, project: Project, ground: Ground) -> Site:
    owner = project.owner_organisation_id
    row = Site(
        project_id=project.id,
        owner_organisation_id=owner,
        name=f"{mark} site",
        address=f"{mark} road 1",
        lat=31.2,
        lon=121.47,
        time_zone="Asia/Shanghai",
        territory_id=ground.territory_id,
        contact_name=f"{mark} contact",
        contact_phone="+8613800000002",
    )
    session().add(row)
    session().flush()
    ids = {"project_id": project.id, "site_id": row.id, "owner_organisation_id": owner}
    session().add(ProjectLine(**ids, model_id=ground.model_id, quantity=1))
    session().add(Equipment(**ids, model_id=ground.model_id))
    session().flush()
    return row


def _work_order(project: Project, site: Site, ground: Ground) -> WorkOrder:
    row = WorkOrder(
        reference=next_codes("WO")[0],
        project_id=project.id,
        site_id=site.id,
        owner_organisation_id=project.owner_organisation_id,
        territory_id=ground.territory_id,
        kind=WorkKind.INSTALLATION,
        state=WorkOrderState.SCHEDULED,
        duration_seconds=3600,
        setup_seconds=0,
        crew_size=1,
        skills={"electrical": 1},
        load_kg=Decimal(40),
        load_m3=Decimal(1),
        priority=Priority.NORMAL,
    )
    session().add(row)
    session().flush()
    session().add(
        WorkOrderLine(
            work_order_id=row.id,
            model_id=ground.model_id,
            project_id=project.id,
            owner_organisation_id=project.owner_organisation_id,
            quantity=1,
        )
    )
    session().flush()
    return row


def _visit(order: WorkOrder, technician_id: int) -> Visit:
    starts = (now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    row = Visit(
        work_order_id=order.id,
        project_id=order.project_id,
        owner_organisation_id=order.owner_organisation_id,
        territory_id=order.territory_id,
        part=1,
        parts=1,
        duration_seconds=3600,
        state=VisitState.PLANNED,
        **times,
    )
    session().add(row)
    session().flush()
    session().add(
        Assignment(
            visit_id=row.id,
            owner_organisation_id=row.owner_organisation_id,
            seat=1,
            technician_id=technician_id,
            state=VisitState.PLANNED,
            **times,
        )
    )
    session().flush()
    return row


def make_import(mark: str, organisation_id: int) -> int:
    row = Import(
        owner_organisation_id=organisation_id,
        kind=ImportKind.PROJECTS,
        file_name=f"{mark}.csv",
        file_hash="0" * 64,
        state=ImportState.PREVIEW,
        rows_total=1,
        rows_good=0,
        rows_bad=1,
        rows_known=0,
    )
    session().add(row)
    session().flush()
    session().add(
        ImportRow(
            import_id=row.id,
            number=2,
            owner_organisation_id=organisation_id,
            values={"project": f"{mark} villa"},
            faults=[],
            outcome=RowOutcome.BAD,
        )
    )
    session().flush()
    return row.id
