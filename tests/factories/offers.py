"""Rules for offers, and offers of orders to partners, found again once made."""

from datetime import timedelta

from sqlalchemy import select

from app.catalogue.states import WorkKind
from app.core.clock import now
from app.core.database import session
from app.partners.models import Offer, OfferRule
from app.partners.states import LIVE, OfferState
from app.work_orders.models import WorkOrder


def make_rule(
    owner_organisation_id: int,
    partner_organisation_id: int,
    kind: WorkKind | None = None,
    quota_percent: int = 50,
) -> int:
    facts = {
        "owner_organisation_id": owner_organisation_id,
        "partner_organisation_id": partner_organisation_id,
        "kind": kind,
    }
    row = session().scalar(select(OfferRule).filter_by(**facts)) or OfferRule(
        **facts, quota_percent=quota_percent, respond_within_seconds=3600, version=1
    )
    session().add(row)
    session().flush()
    return row.id


def make_offer(work_order_id: int, partner_organisation_id: int, mark: str) -> int:
    """Return the order's open offer, or the one just made, whatever its state."""
    live = select(Offer.id).where(
        Offer.work_order_id == work_order_id, Offer.state.in_(LIVE)
    )
    found = session().scalar(live)
    if found is not None:
        return found
    order = session().get_one(WorkOrder, work_order_id)
    row = Offer(
        work_order_id=order.id,
        project_id=order.project_id,
        owner_organisation_id=order.owner_organisation_id,
        partner_organisation_id=partner_organisation_id,
        rule_id=make_rule(order.owner_organisation_id, partner_organisation_id),
        round=1,
        state=OfferState.OFFERED,
        territory_id=order.territory_id,
        lat=round(order.site.lat, 1),
        lon=round(order.site.lon, 1),
        kind=order.kind,
        duration_seconds=order.duration_seconds,
        crew_size=order.crew_size,
        skills=order.skills,
        windows=[],
        offered_at=now(),
        respond_by=now() + timedelta(hours=1),
        decline_reason=f"{mark} reason",
        version=1,
    )
    session().add(row)
    session().flush()
    return row.id
