"""An order comes in and becomes a project, once per reference."""

from collections.abc import Collection, Sequence

from app.core.errors import Fault, InvalidError
from app.core.reference_codes import next_codes
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole
from app.projects.errors import DifferentOrderError
from app.projects.events import ProjectContracted
from app.projects.models import Project, ProjectLine, Site
from app.projects.queries import intake as queries
from app.projects.queries import projects
from app.projects.rules.check import Located, Surroundings, findings_of, located
from app.projects.rules.intake import (
    Desk,
    ProjectIntake,
    SiteIntake,
    differences,
    digest,
)
from app.projects.states import ProjectState
from app.technicians.rules import normal_phone
from app.web.feed import Change, announce


def faults(intake: ProjectIntake, desk: Desk | None = None) -> list[Fault]:
    """List all that is wrong with what is there of an order; nothing is kept."""
    desk = desk or queries.own_desk()
    known = queries.surroundings([intake], desk, queries.places_of([intake]))
    return [found.fault for found in findings_of(intake, known)]


@retry_conflicts
def create_project(
    intake: ProjectIntake, desk: Desk | None = None
) -> tuple[Project, bool]:
    """Take the order; the same one sent again is told as known (False), not added."""
    desk = desk or queries.own_desk()
    places = queries.places_of([intake])
    with transaction() as tx:
        known = _known(intake, desk)
        if known is not None:
            return known, False
        around = queries.surroundings([intake], desk, places)
        found = _all_found(intake, around)
        project = _add_project(tx, intake, desk, found)
        _add_sites(tx, project, intake.sites, found)
        _grant(tx, project, found)
        record(tx, desk.organisation_id, "project.create", "project", project.id)
        announce(
            tx,
            projects.followers(project.id),
            Change("project", project.id, project.version),
        )
        tx.publish(ProjectContracted(project.id))
    return project, True


def _known(intake: ProjectIntake, desk: Desk) -> Project | None:
    reference = intake.external_reference
    if reference is None:
        return None
    queries.hold_reference(desk, reference)
    known = queries.known_orders(desk, [reference]).get(reference)
    if known is not None:
        require_same(known, intake)
    return known


def require_same(known: Project, intake: ProjectIntake) -> None:
    """Raise when the order that came under this reference said something else."""
    pointers = differences(known.intake, digest(intake))
    if pointers:
        raise DifferentOrderError(
            f"{known.external_reference} is {known.reference} already, and it came "
            f"with other content: {', '.join(pointers)}. Change that project, or send "
            "this order under a reference of its own.",
            faults=[
                Fault(pointer, "differs", "This is not what was sent at first.")
                for pointer in pointers
            ],
        )


def _all_found(intake: ProjectIntake, around: Surroundings) -> list[Located]:
    wrong = findings_of(intake, around)
    if wrong:
        raise InvalidError(
            "The order has faults; all are listed.",
            faults=[found.fault for found in wrong],
        )
    return [place for site in intake.sites if (place := located(site, around))]


def _add_project(
    tx: Transaction, intake: ProjectIntake, desk: Desk, found: Sequence[Located]
) -> Project:
    project = Project(
        reference=next_codes("PRJ")[0],
        external_reference=intake.external_reference,
        owner_organisation_id=desk.planner_id or found[0].circle.owner_organisation_id,
        brought_by_organisation_id=desk.store_id,
        name=intake.name,
        state=ProjectState.CONTRACTED,
        customer_name=intake.customer.name,
        customer_phone=normal_phone(intake.customer.phone),
        customer_email=intake.customer.email,
        note=intake.wishes.note,
        priority=intake.wishes.priority,
        earliest=intake.wishes.earliest,
        due=intake.wishes.due,
        territory_id=found[0].circle.territory_id,
        intake=digest(intake),
    )
    tx.session.add(project)
    tx.session.flush()
    return project


def _add_sites(
    tx: Transaction,
    project: Project,
    sites: Sequence[SiteIntake],
    found: Sequence[Located],
) -> None:
    for site, where in zip(sites, found, strict=True):
        row = Site(
            project_id=project.id,
            owner_organisation_id=project.owner_organisation_id,
            name=site.name,
            address=site.address,
            lat=where.place.lat,
            lon=where.place.lon,
            time_zone=site.time_zone or where.circle.time_zone,
            territory_id=where.circle.territory_id,
            contact_name=site.contact_name,
            contact_phone=normal_phone(site.contact_phone or ""),
            access_note=site.access_note,
        )
        tx.session.add(row)
        tx.session.flush()
        tx.session.add_all(
            ProjectLine(
                site_id=row.id,
                model_id=model.model_id,
                project_id=project.id,
                owner_organisation_id=project.owner_organisation_id,
                quantity=quantity,
            )
            for model, quantity in where.models.items()
        )
    tx.session.flush()
    tx.session.expire(project, ["sites"])


def _grant(tx: Transaction, project: Project, found: Sequence[Located]) -> None:
    """Let the planner, the brands of its models and the store see the project."""
    grants = {(project.owner_organisation_id, GrantRole.OWNER)}
    if project.brought_by_organisation_id is not None:
        grants.add((project.brought_by_organisation_id, GrantRole.STORE))
    for where in found:
        grants |= {
            (model.owner_organisation_id, GrantRole.BRAND) for model in where.models
        }
    tx.session.add_all(
        ProjectGrant(project_id=project.id, organisation_id=organisation_id, role=role)
        for organisation_id, role in sorted(grants)
    )
    tx.session.flush()


def grant_brands(tx: Transaction, project: Project, model_ids: Collection[int]) -> None:
    """Let the brands of models that came later see the project, too."""
    for organisation_id in queries.brands_to_grant(project.id, model_ids):
        tx.session.add(
            ProjectGrant(
                project_id=project.id,
                organisation_id=organisation_id,
                role=GrantRole.BRAND,
            )
        )
    tx.session.flush()
