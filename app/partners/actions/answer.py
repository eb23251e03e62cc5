"""A partner takes the work or declines it; the house writes what follows."""

from app.core.actor import SYSTEM, Actor, acting_as, current_actor, house_for
from app.core.clock import now
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.partners import queries
from app.partners.actions.ending import cascade, end, hand_over
from app.partners.errors import OfferClosedError
from app.partners.models import Offer
from app.partners.states import OfferState
from app.web.conditional import require_version
from app.work_orders.actions.moving import move_all
from app.work_orders.states import WorkOrderState


@retry_conflicts
def accept_offer(offer_id: int, version: int) -> Offer:
    """The partner takes the work; from now on it sees the project.

    Raises
    ------
    OfferClosedError
        It was answered or withdrawn before, or the time has run out.
    StaleError
        The work is another than the partner read of.
    """
    queries.offer_to("offer:answer", offer_id)
    with acting_as(house()), transaction() as tx:
        order, offer = queries.held(offer_id)
        _require_open(offer, version)
        end(tx, offer, OfferState.ACCEPTED)
        hand_over(tx, order, offer)
        move_all(tx, [(order, WorkOrderState.ACCEPTED)])
        _note(tx, offer, "offer.accept")
    return offer


@retry_conflicts
def decline_offer(offer_id: int, version: int, reason: str | None = None) -> Offer:
    """The partner does not take the work: the next one is asked."""
    queries.offer_to("offer:answer", offer_id)
    with acting_as(house()), transaction() as tx:
        order, offer = queries.held(offer_id)
        _require_open(offer, version)
        offer.decline_reason = reason
        end(tx, offer, OfferState.DECLINED)
        cascade(tx, order, offer)
        _note(tx, offer, "offer.decline")
    return offer


def house() -> Actor:
    """Return the house, in the name of whoever answers."""
    user_id = current_actor().user_id
    return SYSTEM if user_id is None else house_for(user_id)


def _require_open(offer: Offer, version: int) -> None:
    if offer.state is not OfferState.OFFERED:
        raise OfferClosedError(f"The offer is {offer.state} already.")
    if offer.respond_by <= now():
        raise OfferClosedError("The time to answer has run out.")
    require_version(offer, version)


def _note(tx: Transaction, offer: Offer, what: str) -> None:
    """Both organisations keep who answered; a reason may name somebody, so it stays."""
    for each in (offer.owner_organisation_id, offer.partner_organisation_id):
        record(tx, each, what, "offer", offer.id)
    tx.session.flush()
