"""Asking the next partner for an order; within the verb's transaction."""

from datetime import timedelta

from app.core.clock import now
from app.core.coordinates import Degrees
from app.core.transaction import Transaction
from app.partners import queries
from app.partners.events import OfferMoved
from app.partners.models import Offer, OfferRule
from app.partners.rules import about, choose
from app.partners.states import OfferState
from app.web.feed import Change, announce, organisation_scope
from app.work_orders.models import WorkOrder


def ask_next(tx: Transaction, order: WorkOrder, round_: int) -> Offer | None:
    """Offer a locked order to the next partner of the round; None if nobody is left."""
    queries.hold_quotas(order.owner_organisation_id)
    asked = queries.asked_in(order.id, round_)
    chosen = choose(queries.candidates_for(order), asked)
    if chosen is None:
        return None
    rule = tx.session.get_one(OfferRule, chosen.rule_id)
    offer = _offer(order, rule, round_)
    describe(offer, order)
    tx.session.add(offer)
    tx.session.flush()
    tell(tx, offer)
    return offer


def _offer(order: WorkOrder, rule: OfferRule, round_: int) -> Offer:
    at = now()
    return Offer(
        work_order_id=order.id,
        project_id=order.project_id,
        owner_organisation_id=order.owner_organisation_id,
        partner_organisation_id=rule.partner_organisation_id,
        rule_id=rule.id,
        round=round_,
        state=OfferState.OFFERED,
        rate_minor=rule.rate_minor,
        currency=rule.currency,
        offered_at=at,
        respond_by=at + timedelta(seconds=rule.respond_within_seconds),
        version=1,
    )


def describe(offer: Offer, order: WorkOrder) -> None:
    """Write down what the partner may know of the order before it takes it."""
    place = about(Degrees(order.site.lat, order.site.lon))
    offer.territory_id = order.territory_id
    offer.lat, offer.lon = place
    offer.kind = order.kind
    offer.duration_seconds = order.duration_seconds
    offer.crew_size = order.crew_size
    offer.skills = order.skills
    offer.windows = order.windows
    offer.earliest, offer.due = order.earliest, order.due


def tell(tx: Transaction, offer: Offer) -> None:
    """Both sides hear of the offer; who follows the project does not."""
    parties = (offer.owner_organisation_id, offer.partner_organisation_id)
    scopes = [organisation_scope(each) for each in parties]
    announce(tx, scopes, Change("offer", offer.id, offer.version))
    tx.publish(OfferMoved(offer.id, offer.work_order_id, offer.state))
