"""Which territories and technicians a scope means."""

from sqlalchemy import ColumnElement, select

from app.core.actor import Actor, Role
from app.core.jobs import job, schedule
from app.technicians.actions import forget_positions
from app.technicians.models import Technician, Territory
from app.web.policy import Scope, define_scope


def register() -> None:
    """Tell the policy what the scopes of this part mean, and forget in time."""
    job("technicians.forget_positions")(forget_positions)
    schedule(
        "technicians.forget_positions",
        job="technicians.forget_positions",
        cron="30 3 * * *",
    )
    define_scope("position", Scope.OWN, _own_technicians)
    define_scope("position", Scope.SELF, lambda a: Technician.user_id == a.user_id)
    define_scope("territory", Scope.OWN, _own_territories)
    define_scope("technician", Scope.OWN, _own_technicians)
    define_scope("technician", Scope.GRANTED, _lent_technicians)
    define_scope("technician", Scope.SELF, lambda a: Technician.user_id == a.user_id)


def _own_territories(actor: Actor) -> ColumnElement[bool]:
    return Territory.owner_organisation_id.in_(
        actor.organisation_ids_as(Role.DISPATCHER)
    )


def _own_technicians(actor: Actor) -> ColumnElement[bool]:
    own = actor.organisation_ids_as(Role.DISPATCHER, Role.PARTNER_MANAGER)
    return Technician.owner_organisation_id.in_(own)


def _lent_technicians(actor: Actor) -> ColumnElement[bool]:
    """Other organisations' people who work in the dispatcher's territories."""
    return Technician.territory_id.in_(
        select(Territory.id).where(_own_territories(actor))
    )
