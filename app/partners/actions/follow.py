"""Offers go along with their orders; the house does it."""

from collections.abc import Collection

from app.core.transaction import transaction
from app.partners import queries
from app.partners.actions.asking import describe, tell
from app.partners.actions.ending import end
from app.partners.states import OfferState
from app.work_orders.queries import for_moving


def drop_offers(work_order_ids: Collection[int]) -> None:
    """The work will not be done: nobody is asked for it any more."""
    with transaction() as tx:
        for order in for_moving(work_order_ids):
            offer = queries.live_offer_of(order.id)
            if offer is not None:
                end(tx, offer, OfferState.WITHDRAWN)


def describe_anew(work_order_id: int) -> None:
    """The work is another now; who read of it before must read again."""
    with transaction() as tx:
        order = for_moving([work_order_id])[0]
        offer = queries.live_offer_of(order.id)
        if offer is not None and offer.state is OfferState.OFFERED:
            describe(offer, order)
            offer.version += 1
            tx.session.flush()
            tell(tx, offer)
