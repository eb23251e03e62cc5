"""Offers that nobody answered in time go on to the next partner."""

from app.core.clock import now
from app.core.transaction import retry_conflicts, transaction
from app.partners import queries
from app.partners.actions.ending import cascade, end
from app.partners.states import OfferState


def time_out_offers() -> None:
    """Carry on with every offer whose time has run out, each on its own."""
    for offer_id in queries.expired():
        time_out(offer_id)


@retry_conflicts
def time_out(offer_id: int) -> None:
    """Nobody answered in time, unless somebody did this moment."""
    with transaction() as tx:
        order, offer = queries.held(offer_id)
        if offer.state is OfferState.OFFERED and offer.respond_by <= now():
            end(tx, offer, OfferState.TIMED_OUT)
            cascade(tx, order, offer)
