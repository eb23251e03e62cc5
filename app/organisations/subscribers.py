"""Which organisations, people and audit rows a scope means; what the night forgets."""

from sqlalchemy import ColumnElement, select

from app.core.actor import Actor, Role
from app.core.jobs import job, schedule
from app.organisations.actions import forget
from app.organisations.models import (
    AuditEntry,
    Membership,
    Organisation,
    ProjectGrant,
    User,
)
from app.web.policy import Scope, define_scope


def register() -> None:
    """Tell the policy what the scopes of this part mean, and the clock its work."""
    job("organisations.forget")(forget)
    schedule("organisations.forget", job="organisations.forget", cron="40 3 * * *")
    define_scope("organisation", Scope.OWN, _own)
    define_scope("organisation", Scope.GRANTED, _sharing)
    define_scope("user", Scope.SELF, lambda actor: User.id == actor.user_id)
    define_scope("user", Scope.MEMBERS, _colleagues)
    define_scope(
        "audit",
        Scope.OWN,
        lambda actor: AuditEntry.organisation_id.in_(actor.organisation_ids),
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    return Organisation.id.in_(actor.organisation_ids)


def _sharing(actor: Actor) -> ColumnElement[bool]:
    """Organisations that work on a project together with the actor's."""
    shared = select(ProjectGrant.project_id).where(
        ProjectGrant.organisation_id.in_(actor.organisation_ids)
    )
    return Organisation.id.in_(
        select(ProjectGrant.organisation_id).where(ProjectGrant.project_id.in_(shared))
    )


def _colleagues(actor: Actor) -> ColumnElement[bool]:
    managed = actor.organisation_ids_as(
        Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER
    )
    return User.id.in_(
        select(Membership.user_id).where(Membership.organisation_id.in_(managed))
    )
