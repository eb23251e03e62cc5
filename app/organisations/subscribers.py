"""Which organisations, people and audit rows a scope means; what the night forgets."""

from collections.abc import Collection

from sqlalchemy import ARRAY, BigInteger, ColumnElement, and_, cast, func, or_, select

from app.core.actor import Actor, Role, current_actor
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

#: Who may change people of an organisation.
MANAGERS = (Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Tell the policy what the scopes of this part mean, and the clock its work."""
    job("organisations.forget")(forget)
    schedule("organisations.forget", job="organisations.forget", cron="40 3 * * *")
    define_scope("organisation", Scope.OWN, _own)
    define_scope("organisation", Scope.GRANTED, _sharing)
    define_scope("user", Scope.SELF, lambda actor: User.id == actor.user_id)
    define_scope("user", Scope.MEMBERS, _colleagues)
    define_scope("user", Scope.OWN, _own_people)
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
    return _members(managed)


def _own_people(actor: Actor) -> ColumnElement[bool]:
    """Those who belong nowhere else; where else, only the database's gate may see.

    Whoever manages one of somebody's organisations must not close their login to
    the others. Oneself is no stranger.
    """
    # Whoever manages two organisations may change the people of both.
    managed = current_actor().organisation_ids_as(*MANAGERS)
    within = func.people_within(cast(list(managed), ARRAY(BigInteger)))
    nowhere_else = or_(User.id == actor.user_id, User.id.in_(select(within)))
    return and_(_members(actor.organisation_ids_as(*MANAGERS)), nowhere_else)


def _members(organisation_ids: Collection[int]) -> ColumnElement[bool]:
    return User.id.in_(
        select(Membership.user_id).where(
            Membership.organisation_id.in_(organisation_ids)
        )
    )
