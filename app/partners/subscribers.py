"""What partners' offers make of facts about work orders, and whose a scope means."""

from sqlalchemy import ColumnElement, or_

from app.core.actor import Actor, Role
from app.partners.models import Offer, OfferRule
from app.web.policy import Scope, define_scope


def register() -> None:
    """Tell the policy what the scopes mean."""
    define_scope("offer_rule", Scope.OWN, _own_rules)
    define_scope("offer", Scope.OWN, _own_offers)


def _own_rules(actor: Actor) -> ColumnElement[bool]:
    return OfferRule.owner_organisation_id.in_(
        actor.organisation_ids_as(Role.DISPATCHER)
    )


def _own_offers(actor: Actor) -> ColumnElement[bool]:
    """Offers that one's organisation made, and those it is asked to answer."""
    return or_(
        Offer.owner_organisation_id.in_(actor.organisation_ids_as(Role.DISPATCHER)),
        Offer.partner_organisation_id.in_(
            actor.organisation_ids_as(Role.PARTNER_MANAGER)
        ),
    )
