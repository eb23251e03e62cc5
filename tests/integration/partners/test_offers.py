"""An order is offered, taken or not, and goes on to the next partner."""

from datetime import timedelta

import pytest

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError, StaleError
from app.partners.actions.answer import accept_offer
from app.partners.actions.offer import offer_work_order, withdraw_offer
from app.partners.actions.rule import RuleChange, change_rule
from app.partners.actions.time_out import time_out_offers
from app.partners.errors import (
    NobodyToAskError,
    NotOfferableError,
    OfferClosedError,
)
from app.partners.models import OfferRule
from app.partners.states import OfferState
from app.projects.queries.projects import project
from app.visits.actions import assign_visit
from app.work_orders.actions.change import Wanted, cancel_work_order, change_work_order
from app.work_orders.models import WorkOrder
from app.work_orders.queries import work_order
from app.work_orders.states import WorkOrderState
from tests.integration.partners.market import (
    MINUTES,
    Market,
    accept,
    decline,
    offers_of,
    order_of,
)
from tests.integration.visits.world import Work, at
from tests.support.clock import TestClock


def test_the_partner_with_the_largest_share_is_asked_first(market: Market) -> None:
    offer = market.offer()
    assert offer.partner_organisation_id == market.partners[0].organisation_id
    assert offer.respond_by - offer.offered_at == timedelta(minutes=MINUTES)
    assert order_of(offer).state is WorkOrderState.OFFERED


def test_a_partner_sees_the_project_once_it_took_the_work_and_not_before(
    market: Market,
) -> None:
    offer = market.offer()
    manager = market.partner(offer.partner_organisation_id).manager
    with acting_as(manager), pytest.raises(NotFoundError):
        project(offer.project_id)
    taken = accept(market, offer)
    assert taken.state is OfferState.ACCEPTED
    assert order_of(offer).state is WorkOrderState.ACCEPTED
    with acting_as(manager):
        assert project(offer.project_id).customer_name == "Customer"
    others = [p for p in market.partners if p.manager != manager]
    for other in others:
        with acting_as(other.manager), pytest.raises(NotFoundError):
            project(offer.project_id)


def test_declined_work_is_offered_to_the_next_until_nobody_is_left(
    market: Market,
) -> None:
    offer = market.offer()
    for _ in market.partners:
        assert order_of(offer).state is WorkOrderState.OFFERED
        decline(market, offers_of(offer)[-1])
    asked = offers_of(offer)
    assert {o.partner_organisation_id for o in asked} == {
        p.organisation_id for p in market.partners
    }
    assert {o.state for o in asked} == {OfferState.DECLINED}
    assert {o.decline_reason for o in asked} == {"no crew that week"}
    assert order_of(offer).state is WorkOrderState.READY


def test_a_second_round_asks_everybody_again(market: Market) -> None:
    offer = market.offer()
    for _ in market.partners:
        decline(market, offers_of(offer)[-1])
    with acting_as(market.dispatcher):
        order = work_order(offer.work_order_id)
        again = offer_work_order(order.id, order.version)
    assert again.round == 2


def test_an_offer_that_ran_out_goes_on_to_the_next(
    market: Market, clock: TestClock
) -> None:
    offer = market.offer()
    with acting_as(SYSTEM):
        time_out_offers()
    assert len(offers_of(offer)) == 1
    clock.advance(timedelta(minutes=MINUTES))
    with acting_as(SYSTEM):
        time_out_offers()
    first, second = offers_of(offer)
    assert first.state is OfferState.TIMED_OUT
    assert second.state is OfferState.OFFERED
    assert second.partner_organisation_id != first.partner_organisation_id


def test_what_ran_out_cannot_be_taken_even_before_it_went_on(
    market: Market, clock: TestClock
) -> None:
    offer = market.offer()
    clock.advance(timedelta(minutes=MINUTES))
    with pytest.raises(OfferClosedError):
        accept(market, offer)


def test_an_offer_is_answered_once(market: Market) -> None:
    offer = market.offer()
    accept(market, offer)
    with pytest.raises(OfferClosedError):
        decline(market, offer)


def test_nobody_answers_for_another(market: Market) -> None:
    offer = market.offer()
    others = [
        p for p in market.partners if p.organisation_id != offer.partner_organisation_id
    ]
    with acting_as(others[0].manager), pytest.raises(NotFoundError):
        accept_offer(offer.id, offer.version)
    with acting_as(market.dispatcher), pytest.raises(ForbiddenError):
        accept_offer(offer.id, offer.version)


def test_work_that_changed_meanwhile_is_read_again_before_it_is_taken(
    market: Market,
) -> None:
    offer = market.offer()
    read, order = offer.version, order_of(offer)
    with acting_as(market.dispatcher):
        change_work_order(order.id, Wanted(duration_seconds=7200), order.version)
    manager = market.partner(offer.partner_organisation_id).manager
    with acting_as(manager), pytest.raises(StaleError):
        accept_offer(offer.id, read)
    (present,) = offers_of(offer)
    assert present.duration_seconds == 7200
    assert accept(market, present).state is OfferState.ACCEPTED


def test_a_cancelled_order_is_offered_to_nobody(market: Market) -> None:
    offer = market.offer()
    order = order_of(offer)
    with acting_as(market.dispatcher):
        cancel_work_order(order.id, order.version)
    (present,) = offers_of(offer)
    assert present.state is OfferState.WITHDRAWN


def test_a_dispatcher_takes_back_what_nobody_has_planned(market: Market) -> None:
    offer = market.offer()
    manager = market.partner(offer.partner_organisation_id).manager
    taken = accept(market, offer)
    with acting_as(market.dispatcher):
        withdraw_offer(offer.id, taken.version)
    order = order_of(offer)
    assert order.state is WorkOrderState.READY
    assert order.partner_organisation_id is None
    with acting_as(manager), pytest.raises(NotFoundError):
        project(offer.project_id)


def test_a_partner_keeps_seeing_a_project_of_which_it_has_other_work(
    market: Market,
) -> None:
    with acting_as(market.dispatcher):
        for partner in market.partners[1:]:
            change_rule(partner.rule_id, RuleChange(is_active=False), 1)
    visits = market.work(Work(), Work())
    with acting_as(SYSTEM):
        second = session().get_one(WorkOrder, visits[1].work_order_id)
        second.state = WorkOrderState.READY
        session().commit()
    # The later one first: it waits again once the other is offered.
    other = accept(market, market.offer(visits[1]))
    first = accept(market, market.offer(visits[0]))
    with acting_as(market.dispatcher):
        withdraw_offer(first.id, first.version)
    with acting_as(market.partners[0].manager):
        assert project(other.project_id)


def test_only_ready_work_without_a_place_is_offered(market: Market) -> None:
    ready, waiting = market.work(Work(), Work())
    with pytest.raises(NotOfferableError):
        market.offer(waiting)
    with acting_as(market.dispatcher):
        assign_visit(ready.id, [market.world.technicians[0]], at(9))
    with pytest.raises(NotOfferableError):
        market.offer(ready)


def test_a_part_in_the_plan_keeps_the_order_from_being_offered(market: Market) -> None:
    parts = market.work(Work(seconds=12 * 3600))
    assert len(parts) > 1
    with acting_as(market.dispatcher):
        assign_visit(parts[0].id, [market.world.technicians[0]], at(8))
    with pytest.raises(NotOfferableError, match="Part 1"):
        market.offer(parts[0])


def test_without_an_active_rule_nobody_is_asked(market: Market) -> None:
    with acting_as(market.dispatcher):
        for partner in market.partners:
            rule = session().get_one(OfferRule, partner.rule_id)
            change_rule(rule.id, RuleChange(is_active=False), rule.version)
    with pytest.raises(NobodyToAskError):
        market.offer()


def test_an_offer_tells_the_district_and_no_door(market: Market) -> None:
    offer = market.offer()
    with acting_as(SYSTEM):
        site = order_of(offer).site
    assert (offer.lat, offer.lon) == (round(site.lat, 1), round(site.lon, 1))
    assert offer.decided_at is None
    assert offer.offered_at <= now()
