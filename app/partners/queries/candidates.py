"""Who may be asked for an order: rules, shares and records, of one owner's alone."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select, text

from app.core.clock import now
from app.core.database import session
from app.partners.models import Offer, OfferRule
from app.partners.queries.rules import own_desk, partners
from app.partners.rules import Candidate, Record, score_of
from app.partners.states import LIVE, OfferState
from app.visits.models import Visit
from app.work_orders.models import WorkOrder

#: Shares and records are those of the last quarter.
MEMORY: Final = timedelta(days=90)
#: Who comes so much after the planned start is late.
GRACE: Final = timedelta(minutes=15)


def hold_quotas(owner_organisation_id: int) -> None:
    """Let nobody else choose by the owner's quotas until the commit."""
    session().execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"quotas:{owner_organisation_id}"},
    )


def candidates_for(order: WorkOrder) -> list[Candidate]:
    """Return the partners that active rules name for an order, by partner."""
    owner, since = order.owner_organisation_id, now() - MEMORY
    rules = _rules_for(order)
    jobs = jobs_since(owner, order.territory_id, since)
    records = records_of(owner, rules, since)
    return [
        Candidate(
            rule.id,
            partner_id,
            rule.quota_percent,
            jobs.get(partner_id, 0),
            score_of(records[partner_id]),
        )
        for partner_id, rule in sorted(rules.items())
    ]


def _rules_for(order: WorkOrder) -> dict[int, OfferRule]:
    """Return each partner's closest rule: one for the territory before one for all."""
    rows = session().scalars(
        select(OfferRule)
        .where(
            OfferRule.owner_organisation_id == order.owner_organisation_id,
            OfferRule.is_active,
            or_(
                OfferRule.territory_id.is_(None),
                OfferRule.territory_id == order.territory_id,
            ),
            or_(OfferRule.kind.is_(None), OfferRule.kind == order.kind),
        )
        .order_by(OfferRule.territory_id.is_(None), OfferRule.kind.is_(None))
    )
    closest: dict[int, OfferRule] = {}
    for row in rows:
        closest.setdefault(row.partner_organisation_id, row)
    return closest


def jobs_since(
    owner_organisation_id: int, territory_id: int | None, since: datetime
) -> dict[int, int]:
    """Count the orders that each partner has, or is being asked for."""
    statement = (
        select(Offer.partner_organisation_id, func.count())
        .where(
            Offer.owner_organisation_id == owner_organisation_id,
            Offer.state.in_(LIVE),
            Offer.offered_at >= since,
        )
        .group_by(Offer.partner_organisation_id)
    )
    if territory_id is not None:
        statement = statement.where(Offer.territory_id == territory_id)
    return {row[0]: row[1] for row in session().execute(statement)}


def records_of(
    owner_organisation_id: int, partner_ids: Collection[int], since: datetime
) -> dict[int, Record]:
    """Return how partners answered an owner's offers, and how they came."""
    answers = _answers(owner_organisation_id, since)
    arrivals = _arrivals(owner_organisation_id, since)
    return {
        each: Record(*answers.get(each, (0, 0)), *arrivals.get(each, (0, 0)))
        for each in partner_ids
    }


def _answers(owner_organisation_id: int, since: datetime) -> dict[int, tuple[int, int]]:
    answered = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.TIMED_OUT)
    rows = session().execute(
        select(
            Offer.partner_organisation_id,
            func.count(),
            func.count().filter(Offer.state == OfferState.ACCEPTED),
        )
        .where(
            Offer.owner_organisation_id == owner_organisation_id,
            Offer.state.in_(answered),
            Offer.offered_at >= since,
        )
        .group_by(Offer.partner_organisation_id)
    )
    return {partner: (asked, accepted) for partner, asked, accepted in rows}


def _arrivals(
    owner_organisation_id: int, since: datetime
) -> dict[int, tuple[int, int]]:
    latest = func.coalesce(Visit.promise_end, Visit.starts_at) + GRACE
    rows = session().execute(
        select(
            WorkOrder.partner_organisation_id,
            func.count(),
            func.count().filter(Visit.arrived_at <= latest),
        )
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .where(
            Visit.owner_organisation_id == owner_organisation_id,
            WorkOrder.partner_organisation_id.is_not(None),
            Visit.arrived_at >= since,
        )
        .group_by(WorkOrder.partner_organisation_id)
    )
    return {partner: (came, on_time) for partner, came, on_time in rows if partner}


def rounds_of(work_order_id: int) -> int:
    """Return how many times an order was offered around."""
    newest = select(func.max(Offer.round)).where(Offer.work_order_id == work_order_id)
    return session().scalar(newest) or 0


def asked_in(work_order_id: int, round_: int) -> Sequence[int]:
    """Return the partners already asked in a round."""
    return (
        session()
        .scalars(
            select(Offer.partner_organisation_id).where(
                Offer.work_order_id == work_order_id, Offer.round == round_
            )
        )
        .all()
    )


def standing_partners() -> list[dict[str, Any]]:
    """Return the partners that the actor may ask, and their last quarter."""
    owner, since = own_desk(), now() - MEMORY
    known = partners(owner)
    jobs = jobs_since(owner, None, since)
    records = records_of(owner, [each.id for each in known], since)
    return [
        {
            "partner": each,
            "jobs": jobs.get(each.id, 0),
            "acceptance": records[each.id].acceptance,
            "punctuality": records[each.id].punctuality,
            "score": score_of(records[each.id]),
        }
        for each in known
    ]
