"""Reads on offers, under both walls."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.clock import now
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.partners.models import Offer
from app.partners.states import LIVE, OfferState
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.work_orders.models import WorkOrder
from app.work_orders.queries import for_moving


@dataclass(frozen=True, slots=True)
class OfferFilter:
    state: OfferState | None = None
    work_order_id: int | None = None
    project_id: int | None = None


def offers(wanted: OfferFilter, limit: int, after: str | None) -> Page[Offer]:
    """List offers, newest first.

    Which order an offer is for cannot be found out by asking for the order: who may
    not see the order finds nothing so.
    """
    statement = restrict(select(Offer), "offer:read")
    if wanted.state is not None:
        statement = statement.where(Offer.state == wanted.state)
    orders = restrict(select(WorkOrder.id), "work_order:read")
    for column, value in (
        (WorkOrder.id, wanted.work_order_id),
        (WorkOrder.project_id, wanted.project_id),
    ):
        if value is not None:
            statement = statement.where(
                Offer.work_order_id.in_(orders.where(column == value))
            )
    return paginate(statement, by=[Offer.id], limit=limit, after=after, descending=True)


def offer(offer_id: int) -> Offer:
    """Return an offer that the actor made or was made."""
    row = session().scalar(
        restrict(select(Offer).where(Offer.id == offer_id), "offer:read")
    )
    if row is None:
        raise NotFoundError
    return row


def offer_to(action: str, offer_id: int) -> Offer:
    """Return an offer for `action`; one that may only be read is forbidden."""
    offer(offer_id)
    row = session().scalar(restrict(select(Offer).where(Offer.id == offer_id), action))
    if row is None:
        raise ForbiddenError("You may see this offer, but not do that with it.")
    return row


def held(offer_id: int) -> tuple[WorkOrder, Offer]:
    """Lock an offer and, before it, its order: everybody locks them so."""
    order_id = session().scalars(
        select(Offer.work_order_id).where(Offer.id == offer_id)
    )
    orders = for_moving(order_id.all())
    row = session().scalar(
        select(Offer).where(Offer.id == offer_id).with_for_update(of=Offer)
    )
    if row is None or not orders:
        raise ForbiddenError("You may see this offer, but not do that with it.")
    return orders[0], row


def live_offer_of(work_order_id: int) -> Offer | None:
    """Lock the offer of an order that is open or taken; the order is locked."""
    return session().scalar(
        select(Offer)
        .where(Offer.work_order_id == work_order_id, Offer.state.in_(LIVE))
        .with_for_update(of=Offer)
    )


def expired() -> Sequence[int]:
    """Return the open offers whose time has run out, oldest first."""
    return (
        session()
        .scalars(
            select(Offer.id)
            .where(Offer.state == OfferState.OFFERED, Offer.respond_by <= now())
            .order_by(Offer.respond_by, Offer.id)
        )
        .all()
    )
