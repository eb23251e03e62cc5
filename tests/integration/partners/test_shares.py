"""Of many jobs, each partner gets its quota; what runs out goes on within a minute."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import jobs
from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.jobs.clock import fire_due
from app.partners.actions.answer import accept_offer, decline_offer
from app.partners.actions.time_out import time_out_offers
from app.partners.models import Offer
from app.partners.queries import jobs_since, standing_partners
from app.partners.states import OfferState
from tests.integration.partners.market import MINUTES, QUOTAS, Market
from tests.support.clock import TestClock
from tests.support.jobs import RunJobs

FEW, MANY = 40, 200
POINTS = 5


def newest(work_order_id: int) -> Offer:
    with acting_as(SYSTEM):
        statement = select(Offer).where(Offer.work_order_id == work_order_id)
        return session().scalars(statement.order_by(Offer.id.desc())).first() or Offer()


def answers() -> Iterator[str]:
    """The first of every ten partners that are asked declines, the second is late."""
    while True:
        yield from ("decline", "late", *["accept"] * 8)


def carry(market: Market, offer: Offer, answer: Iterator[str]) -> int | None:
    """Let partners answer in turn; return who took it."""
    while offer.state is OfferState.OFFERED:
        partner = market.partner(offer.partner_organisation_id)
        said = next(answer)
        if said == "late":
            _let_run_out(offer)
        else:
            verb = accept_offer if said == "accept" else decline_offer
            with acting_as(partner.manager):
                verb(offer.id, offer.version)
        offer = newest(offer.work_order_id)
    taken = offer.state is OfferState.ACCEPTED
    return offer.partner_organisation_id if taken else None


def _let_run_out(offer: Offer) -> None:
    with acting_as(SYSTEM):
        row = session().get_one(Offer, offer.id)
        row.offered_at -= timedelta(minutes=MINUTES)
        row.respond_by -= timedelta(minutes=MINUTES)
        session().commit()
        time_out_offers()


@pytest.mark.parametrize(
    "many", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "200"]
)
def test_jobs_are_shared_within_five_points_of_the_quotas(
    market: Market, many: int
) -> None:
    answer = answers()
    taken = Counter(carry(market, market.offer(), answer) for _ in range(many))
    done = many - taken[None]
    for partner, quota in zip(market.partners, QUOTAS, strict=True):
        share = 100 * taken[partner.organisation_id] / done
        assert abs(share - quota) <= POINTS, taken
    with acting_as(market.dispatcher):
        counted = {row["partner"].id: row["jobs"] for row in standing_partners()}
    assert counted == {
        p.organisation_id: taken[p.organisation_id] for p in market.partners
    }


def test_an_offer_that_ran_out_goes_on_within_a_minute_by_the_clocks_job(
    market: Market,
    app: Flask,
    clock: TestClock,
    run_jobs: RunJobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = {
        s.name: s for s in jobs.registered_schedules() if s.name == "partners.time_out"
    }
    monkeypatch.setattr(jobs, "_schedules", mine)
    offer = market.offer()
    first, asked = offer.id, offer.partner_organisation_id
    order_id, until = offer.work_order_id, offer.respond_by
    started = now()
    clock.advance(until - started)
    while newest(order_id).id == first:
        clock.advance(timedelta(seconds=5))
        session().rollback()
        with app.app_context(), acting_as(SYSTEM):
            fire_due(started)
        run_jobs()
        session().rollback()
    following = newest(order_id)
    assert following.offered_at - until <= timedelta(seconds=60)
    assert following.partner_organisation_id != asked


def test_quotas_count_what_is_open_or_taken_lately_in_the_territory(
    market: Market,
) -> None:
    offer = market.offer()
    owner = market.world.organisation_id
    with acting_as(SYSTEM):
        asked = {offer.partner_organisation_id: 1}
        here = market.world.territory_id
        assert jobs_since(owner, here, offer.offered_at) == asked
        assert jobs_since(owner, here + 1, offer.offered_at) == {}
        assert jobs_since(owner, None, offer.offered_at + timedelta(seconds=1)) == {}
