"""Which projects and imports a scope means, and the job that carries imports out."""

from sqlalchemy import ColumnElement, or_, select

from app.core.actor import Actor, Role
from app.core.jobs import job
from app.organisations.models import ProjectGrant
from app.projects.actions.import_file import JOB, carry_out
from app.projects.models import Import, Project
from app.web.policy import Scope, define_scope

SEERS = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Tell the policy what the scopes mean, and the queue what can be asked for."""
    job(JOB)(carry_out)
    define_scope("project", Scope.OWN, _own)
    define_scope("project", Scope.GRANTED, _granted)
    define_scope(
        "import",
        Scope.OWN,
        lambda actor: Import.owner_organisation_id.in_(
            actor.organisation_ids_as(Role.DISPATCHER, Role.STORE)
        ),
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    """Whoever plans a project, and the store that brought it."""
    planner = actor.organisation_ids_as(Role.DISPATCHER)
    store = actor.organisation_ids_as(Role.STORE)
    return or_(
        Project.owner_organisation_id.in_(planner),
        Project.brought_by_organisation_id.in_(store),
    )


def _granted(actor: Actor) -> ColumnElement[bool]:
    organisations = actor.organisation_ids_as(*SEERS)
    return Project.id.in_(
        select(ProjectGrant.project_id).where(
            ProjectGrant.organisation_id.in_(organisations)
        )
    )
