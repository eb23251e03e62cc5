"""What partners' offers make of facts about work orders, and whose a scope means."""

from sqlalchemy import ColumnElement, or_

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.events import subscribe
from app.core.jobs import job, schedule
from app.partners.actions.follow import describe_anew, drop_offers
from app.partners.actions.time_out import time_out_offers
from app.partners.models import Offer, OfferRule
from app.web.policy import Scope, define_scope
from app.work_orders.events import WorkOrderChanged, WorkOrdersMoved
from app.work_orders.states import UNSTARTED, WorkOrderState


def register() -> None:
    """Follow work orders, let offers run out, and say what the scopes mean."""
    subscribe(WorkOrdersMoved, _moved)
    subscribe(WorkOrderChanged, _changed)
    job("partners.time_out")(time_out_offers)
    schedule("partners.time_out", job="partners.time_out", cron="* * * * *")
    define_scope("offer_rule", Scope.OWN, _own_rules)
    define_scope("offer", Scope.OWN, _own_offers)


def _moved(fact: WorkOrdersMoved) -> None:
    off = {
        move.work_order_id
        for move in fact.moves
        if move.after is WorkOrderState.CANCELLED and move.before in UNSTARTED
    }
    if off:
        with acting_as(SYSTEM):
            drop_offers(off)


def _changed(fact: WorkOrderChanged) -> None:
    with acting_as(SYSTEM):
        describe_anew(fact.work_order_id)


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
