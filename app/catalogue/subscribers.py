"""Which catalogue rows a scope means."""

from sqlalchemy import ColumnElement

from app.catalogue.models import Brand
from app.core.actor import Actor, Role
from app.web.policy import Scope, define_scope


def register() -> None:
    """Tell the policy what the scopes of this part mean."""
    define_scope("catalogue", Scope.OWN, _own)


def _own(actor: Actor) -> ColumnElement[bool]:
    own = actor.organisation_ids_as(Role.BRAND_MANAGER)
    return Brand.owner_organisation_id.in_(own)
