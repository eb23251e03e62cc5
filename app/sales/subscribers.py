"""Which rows of sales a scope means."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor, Role
from app.sales.models import Lead, Quote, ServiceRate
from app.web.policy import Resolver, Scope, define_scope


def register() -> None:
    """Tell the policy what the scopes mean: an organisation sells for itself."""
    for resource, owner in (
        ("lead", Lead.owner_organisation_id),
        ("rate", ServiceRate.owner_organisation_id),
        ("quote", Quote.owner_organisation_id),
    ):
        define_scope(resource, Scope.OWN, _of_own(owner))


def _of_own(owner: InstrumentedAttribute[int]) -> Resolver:
    def rows(actor: Actor) -> ColumnElement[bool]:
        return owner.in_(actor.organisation_ids_as(Role.STORE, Role.DISPATCHER))

    return rows
