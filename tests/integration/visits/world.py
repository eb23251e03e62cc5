"""A small world to plan in: an organisation, its people, a city and its work."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from app.catalogue.models import Skill
from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
)
from app.organisations.models import ProjectGrant
from app.organisations.queries import actor_of
from app.organisations.states import GrantRole, OrganisationKind
from app.projects.models import Project, Site
from app.projects.states import Priority, ProjectState
from app.technicians.models import (
    Absence,
    ShiftPattern,
    Technician,
    TechnicianSkill,
    Territory,
)
from app.visits.actions import create_visits
from app.visits.models import Visit
from app.visits.queries import visits_of_orders
from app.work_orders.models import WorkOrder, WorkOrderDependency
from app.work_orders.states import DependencyKind, WorkOrderState
from tests.support.clock import TestClock

#: A Monday without a holiday near it; Shanghai is eight hours ahead.
MONDAY = date(2026, 11, 23)
LAT, LON = 31.2304, 121.4737
PASSWORD = "a long enough sentence"

_numbers = count(1)


def at(hour: float, day: int = 0) -> datetime:
    """Return an hour of the local day, `day` days after the Monday."""
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    return midnight + timedelta(days=day, hours=hour)


@dataclass
class World:
    organisation_id: int
    territory_id: int
    dispatcher: Actor
    email: str
    technicians: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """What a test wants of a work order."""

    kind: WorkKind = WorkKind.DELIVERY
    seconds: int = 3600
    crew: int = 1
    skills: dict[str, int] = field(default_factory=dict)
    windows: list[dict[str, str]] = field(default_factory=list)
    earliest: datetime | None = None
    due: datetime | None = None
    priority: Priority = Priority.NORMAL
    lag: int = 0
    load: int = 0


def set_clock(clock: TestClock) -> None:
    """Let it be early on the Monday, whenever the test is run."""
    clock.advance(at(0.5) - now())


def make_world(technicians: int = 2, code: str = "shanghai") -> World:
    with acting_as(SYSTEM):
        home = add_organisation(OrganisationKind.SERVICE_PARTNER, code, code.title())
        email = f"dispatcher@{code}.example.com"
        member = Membership(home.id, Role.DISPATCHER)
        user = add_user(NewUser(email, "Ann", PASSWORD, [member]))
        with transaction():
            territory = Territory(
                owner_organisation_id=home.id,
                code=code,
                name=code.title(),
                time_zone="Asia/Shanghai",
                centre_lat=LAT,
                centre_lon=LON,
                radius_m=60_000,
            )
            session().add(territory)
            session().flush()
            if session().get(Skill, "vrf") is None:
                session().add(Skill(code="vrf", name="VRF"))
            session().flush()
        world = World(home.id, territory.id, actor_of(user.id), email)
        for _ in range(technicians):
            add_technician(world)
    return world


def add_technician(
    world: World,
    *,
    skills: dict[str, int] | None = None,
    valid_until: date | None = None,
    organisation_id: int | None = None,
    user_id: int | None = None,
) -> int:
    """Add somebody who works 8 to 17 on weekdays, with half an hour's lunch."""
    number = next(_numbers)
    with acting_as(SYSTEM), transaction():
        row = Technician(
            owner_organisation_id=organisation_id or world.organisation_id,
            user_id=user_id,
            name=f"Technician {number}",
            phone=f"+8613{number:09d}",
            territory_id=world.territory_id,
            home_lat=LAT + (number % 7) * 0.005,
            home_lon=LON + (number % 5) * 0.005,
            capacity_kg=Decimal(500),
            capacity_m3=Decimal(6),
        )
        row.skills = [
            TechnicianSkill(skill_code=skill, level=level, valid_until=valid_until)
            for skill, level in (skills or {}).items()
        ]
        row.patterns = [
            ShiftPattern(
                weekday=weekday,
                start_time=time(8),
                end_time=time(17),
                break_earliest=time(11, 30),
                break_latest_end=time(13, 30),
                break_seconds=1800,
            )
            for weekday in range(5)
        ]
        session().add(row)
        session().flush()
        world.technicians.append(row.id)
        return row.id


def add_absence(technician_id: int, start: datetime, end: datetime) -> None:
    with acting_as(SYSTEM), transaction():
        session().add(
            Absence(technician_id=technician_id, starts_at=start, ends_at=end)
        )


def add_project(world: World, *works: Work) -> list[Visit]:
    """Add a project at one site with a chain of works; return its visits in order."""
    number = next(_numbers)
    with acting_as(SYSTEM), transaction():
        project = Project(
            reference=f"PRJ-T-{number}",
            owner_organisation_id=world.organisation_id,
            name=f"Project {number}",
            state=ProjectState.CONTRACTED,
            customer_name="Customer",
            customer_phone="+8613800000000",
            priority=Priority.NORMAL,
            intake={},
            territory_id=world.territory_id,
        )
        session().add(project)
        session().flush()
        session().add(
            ProjectGrant(
                project_id=project.id,
                organisation_id=world.organisation_id,
                role=GrantRole.OWNER,
            )
        )
        site = Site(
            project_id=project.id,
            owner_organisation_id=world.organisation_id,
            name=f"Site {number}",
            address="1 Road",
            lat=LAT + (number % 11 - 5) * 0.01,
            lon=LON + (number % 13 - 6) * 0.01,
            time_zone="Asia/Shanghai",
            territory_id=world.territory_id,
        )
        session().add(site)
        session().flush()
        orders = [_order(project, site, work, at) for at, work in enumerate(works)]
        session().add_all(orders)
        session().flush()
        _tie(orders, works)
        create_visits([order.id for order in orders])
        return list(visits_of_orders([order.id for order in orders]))


def _order(project: Project, site: Site, work: Work, position: int) -> WorkOrder:
    return WorkOrder(
        reference=f"WO-T-{next(_numbers)}",
        project_id=project.id,
        site_id=site.id,
        owner_organisation_id=project.owner_organisation_id,
        territory_id=site.territory_id,
        kind=work.kind,
        state=WorkOrderState.DRAFT if position else WorkOrderState.READY,
        duration_seconds=work.seconds,
        setup_seconds=0,
        crew_size=work.crew,
        skills=work.skills,
        load_kg=Decimal(work.load),
        load_m3=Decimal(0),
        priority=work.priority,
        windows=work.windows,
        earliest=work.earliest,
        due=work.due,
    )


def _tie(orders: list[WorkOrder], works: tuple[Work, ...]) -> None:
    for before, after, work in zip(orders, orders[1:], works, strict=False):
        session().add(
            WorkOrderDependency(
                from_id=before.id,
                to_id=after.id,
                project_id=after.project_id,
                owner_organisation_id=after.owner_organisation_id,
                kind=DependencyKind.FINISH_START,
                min_lag_seconds=work.lag,
                max_lag_seconds=None,
            )
        )
    session().flush()
