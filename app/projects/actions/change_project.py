"""Somebody puts the description of a project right."""

from dataclasses import dataclass, replace

from app.core.errors import InvalidError
from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.projects.errors import SettledError
from app.projects.events import ProjectChanged, ProjectDescribed
from app.projects.models import Project
from app.projects.queries import projects
from app.projects.rules.check import customer_faults
from app.projects.rules.intake import Customer
from app.projects.states import ProjectState
from app.technicians.rules import normal_phone
from app.web.conditional import require_version
from app.web.feed import Change, announce

SETTLED = frozenset({ProjectState.CLOSED, ProjectState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Correction:
    """None leaves a value as it is; an empty e-mail or note is removed."""

    name: str | None = None
    customer_name: str | None = None
    customer_phone: str | None = None
    customer_email: str | None = None
    note: str | None = None


@retry_conflicts
def change_project(project_id: int, correction: Correction, version: int) -> Project:
    """The project, or its customer, is described better."""
    with transaction() as tx:
        project = projects.for_change(project_id)
        require_version(project, version)
        if project.state in SETTLED:
            raise SettledError(f"{project.reference} is {project.state}.")
        _describe(project, correction)
        project.version += 1
        record(
            tx,
            project.owner_organisation_id,
            "project.change",
            "project",
            project.id,
            {"version": project.version},
        )
        announce(
            tx,
            projects.followers(project.id),
            Change("project", project.id, project.version),
        )
        tx.publish(ProjectChanged(project.id))
        tx.publish(ProjectDescribed(project.id))
    return project


def _describe(project: Project, correction: Correction) -> None:
    customer = _corrected(project.customer, correction)
    project.customer_name = customer.name
    project.customer_phone = customer.phone
    project.customer_email = customer.email
    project.name = correction.name or project.name
    if correction.note is not None:
        project.note = correction.note or None


def _corrected(customer: Customer, correction: Correction) -> Customer:
    wanted = replace(
        customer,
        name=correction.customer_name or customer.name,
        phone=correction.customer_phone or customer.phone,
    )
    if correction.customer_email is not None:
        wanted = replace(wanted, email=correction.customer_email or None)
    faults = [found.fault for found in customer_faults(wanted)]
    if faults:
        raise InvalidError("The customer cannot be reached so.", faults=faults)
    return replace(wanted, phone=normal_phone(wanted.phone) or wanted.phone)
