"""A dispatcher offers an order to partners, or takes an offer back."""

from app.core.transaction import retry_conflicts, transaction
from app.organisations.actions.audit import record
from app.partners import queries
from app.partners.actions.asking import ask_next
from app.partners.actions.ending import end, give_back
from app.partners.errors import NobodyToAskError, NotOfferableError
from app.partners.models import Offer
from app.partners.states import OfferState
from app.visits.queries import visits_of_orders
from app.visits.states import VisitState
from app.web.conditional import require_version
from app.work_orders.actions.moving import move_all
from app.work_orders.models import WorkOrder
from app.work_orders.queries import for_change
from app.work_orders.states import WorkOrderState


@retry_conflicts
def offer_work_order(work_order_id: int, version: int) -> Offer:
    """The partner that the rules say is asked, and after it the others.

    Raises
    ------
    NotOfferableError
        The order is not ready, or part of it has its place in the plan.
    NobodyToAskError
        No active rule names a partner for work of this kind there.
    """
    with transaction() as tx:
        order = for_change(work_order_id)
        require_version(order, version)
        _require_offerable(order)
        made = ask_next(tx, order, queries.rounds_of(order.id) + 1)
        if made is None:
            raise NobodyToAskError(
                f"No active rule names a partner for {order.kind} in that territory."
            )
        move_all(tx, [(order, WorkOrderState.OFFERED)])
        owner = order.owner_organisation_id
        record(tx, owner, "offer.make", "offer", made.id, {"round": made.round})
    return made


def _require_offerable(order: WorkOrder) -> None:
    if order.state is not WorkOrderState.READY:
        raise NotOfferableError(
            f"{order.reference} is {order.state}; only an order that is ready can be "
            "offered."
        )
    for visit in visits_of_orders([order.id]):
        if visit.starts_at is not None and visit.state is not VisitState.CANCELLED:
            raise NotOfferableError(
                f"Part {visit.part} of {order.reference} has a crew and a time; take "
                "them off first."
            )


@retry_conflicts
def withdraw_offer(offer_id: int, version: int) -> Offer:
    """Nobody is asked any more, or what nobody has planned yet is taken back."""
    with transaction() as tx:
        queries.offer_to("offer:withdraw", offer_id)
        order, offer = queries.held(offer_id)
        require_version(offer, version)
        if offer.state is OfferState.ACCEPTED:
            _require_unplanned(order)
            give_back(tx, order, offer)
        end(tx, offer, OfferState.WITHDRAWN)
        move_all(tx, [(order, WorkOrderState.READY)])
        owner = offer.owner_organisation_id
        record(tx, owner, "offer.withdraw", "offer", offer.id)
    return offer


def _require_unplanned(order: WorkOrder) -> None:
    if order.state is not WorkOrderState.ACCEPTED:
        raise NotOfferableError(
            f"{order.reference} is {order.state}: the partner has planned it. Take the "
            "crew and the time off first."
        )
