"""What a partner took, it plans with its own people, and nothing else."""

import pytest
from sqlalchemy import select

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import NotFoundError
from app.organisations.models import ProjectGrant
from app.partners.actions.offer import withdraw_offer
from app.partners.actions.plan import plan_visit
from app.partners.errors import NotOfferableError, OfferNotAcceptedError
from app.partners.models import Offer
from app.visits.actions import unassign_visit
from app.visits.errors import CannotAssignError
from app.visits.models import Visit
from app.visits.queries import readable_visit
from app.work_orders.states import WorkOrderState
from tests.integration.partners.market import Market, accept, order_of
from tests.integration.visits.world import Work, at


def planned(market: Market, offer: Offer, technicians: list[int]) -> Visit:
    partner = market.partner(offer.partner_organisation_id)
    with acting_as(SYSTEM):
        statement = select(Visit).where(Visit.work_order_id == offer.work_order_id)
        visit = session().scalars(statement).one()
    with acting_as(partner.manager):
        return plan_visit(offer.id, visit.id, technicians, at(9), visit.version)


def test_a_partner_plans_what_it_took_with_its_own_people(market: Market) -> None:
    offer = accept(market, market.offer())
    partner = market.partner(offer.partner_organisation_id)
    visit = planned(market, offer, [partner.technician_id])
    assert visit.starts_at == at(9)
    assert order_of(offer).state is WorkOrderState.SCHEDULED
    with acting_as(market.dispatcher), pytest.raises(NotOfferableError):
        withdraw_offer(offer.id, offer.version)


def test_a_partner_plans_nobody_elses_people(market: Market) -> None:
    offer = accept(market, market.offer())
    other = next(
        p for p in market.partners if p.organisation_id != offer.partner_organisation_id
    )
    for technician_id in (other.technician_id, market.world.technicians[0]):
        with pytest.raises(CannotAssignError):
            planned(market, offer, [technician_id])


def test_a_partner_plans_nothing_before_it_took_the_work_and_no_other_work(
    market: Market,
) -> None:
    offer = market.offer()
    partner = market.partner(offer.partner_organisation_id)
    with pytest.raises(NotFoundError):
        planned(market, offer, [partner.technician_id])
    accept(market, offer)
    with acting_as(SYSTEM):
        foreign = market.work()[0]
    with acting_as(partner.manager), pytest.raises(NotFoundError):
        plan_visit(offer.id, foreign.id, [partner.technician_id], at(9), 1)


def test_a_partner_that_has_a_part_in_the_project_plans_only_what_it_took(
    market: Market,
) -> None:
    first, second = market.work(Work(), Work())
    offer = accept(market, market.offer(first))
    partner = market.partner(offer.partner_organisation_id)
    with acting_as(partner.manager):
        assert readable_visit(second.id)
        with pytest.raises(NotFoundError):
            plan_visit(offer.id, second.id, [partner.technician_id], at(9), 1)


def test_an_open_offer_is_no_leave_to_plan_even_in_a_known_project(
    market: Market,
) -> None:
    offer = market.offer()
    partner = market.partner(offer.partner_organisation_id)
    with acting_as(SYSTEM):
        session().add(
            ProjectGrant(
                project_id=offer.project_id,
                organisation_id=partner.organisation_id,
                role="partner",
            )
        )
        session().commit()
    with pytest.raises(OfferNotAcceptedError):
        planned(market, offer, [partner.technician_id])


def test_work_that_lost_its_place_is_still_the_partners(market: Market) -> None:
    offer = accept(market, market.offer())
    partner = market.partner(offer.partner_organisation_id)
    visit = planned(market, offer, [partner.technician_id])
    with acting_as(market.dispatcher):
        unassign_visit(visit.id, visit.version)
    assert order_of(offer).state is WorkOrderState.ACCEPTED
