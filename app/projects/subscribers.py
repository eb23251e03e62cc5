"""Which projects and imports a scope means."""

from sqlalchemy import ColumnElement, or_, select

from app.core.actor import Actor, Role
from app.organisations.models import ProjectGrant
from app.projects.models import Import, Project
from app.web.policy import Scope, define_scope

SEERS = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Tell the policy what the scopes of this part mean."""
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
