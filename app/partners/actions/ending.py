"""How an offer ends, and what a partner gets and gives back; within a transaction."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.core.clock import now
from app.core.transaction import Transaction
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole
from app.partners.actions.asking import ask_next, tell
from app.partners.models import Offer
from app.partners.states import OfferState, move
from app.work_orders.actions.moving import move_all
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState


def end(tx: Transaction, offer: Offer, state: OfferState) -> None:
    """Move a locked offer, and write it before another takes its place."""
    at = now()
    offer.state, offer.decided_at = move(offer.state, state), at
    offer.version += 1
    tx.session.flush()
    tell(tx, offer)


def cascade(tx: Transaction, order: WorkOrder, ended: Offer) -> None:
    """Ask the next partner of the round; when nobody is left, the order is ready."""
    if ask_next(tx, order, ended.round) is None:
        move_all(tx, [(order, WorkOrderState.READY)])


def hand_over(tx: Transaction, order: WorkOrder, offer: Offer) -> None:
    """The partner may see the project from now on, and has the work."""
    tx.session.execute(
        insert(ProjectGrant)
        .values(
            project_id=offer.project_id,
            organisation_id=offer.partner_organisation_id,
            role=GrantRole.PARTNER,
        )
        .on_conflict_do_nothing()
    )
    order.partner_organisation_id = offer.partner_organisation_id
    tx.session.flush()


def give_back(tx: Transaction, order: WorkOrder, offer: Offer) -> None:
    """The partner has the work no more, nor sees the project if it has no other."""
    order.partner_organisation_id = None
    others = select(Offer.id).where(
        Offer.project_id == offer.project_id,
        Offer.partner_organisation_id == offer.partner_organisation_id,
        Offer.state == OfferState.ACCEPTED,
        Offer.id != offer.id,
    )
    tx.session.execute(
        delete(ProjectGrant).where(
            ProjectGrant.project_id == offer.project_id,
            ProjectGrant.organisation_id == offer.partner_organisation_id,
            ProjectGrant.role == GrantRole.PARTNER,
            ~others.exists(),
        )
    )
    tx.session.flush()
