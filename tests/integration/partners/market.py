"""A dispatcher, three partners with people of their own, and work to offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.database import session
from app.core.money import Money
from app.core.transaction import transaction
from app.organisations.actions import Membership, NewUser, add_organisation, add_user
from app.organisations.queries import actor_of
from app.organisations.states import OrganisationKind
from app.partners.actions.answer import accept_offer, decline_offer
from app.partners.actions.offer import offer_work_order
from app.partners.actions.rule import RuleIntake, add_rule
from app.partners.models import Offer
from app.technicians.models import Territory
from app.visits.models import Visit
from app.work_orders.models import WorkOrder
from app.work_orders.queries import work_order
from tests.integration.visits.world import (
    PASSWORD,
    Work,
    World,
    add_project,
    add_technician,
)

QUOTAS = (50, 30, 20)
MINUTES = 30


@dataclass(frozen=True)
class Partner:
    organisation_id: int
    manager: Actor
    technician_id: int
    rule_id: int


@dataclass(frozen=True)
class Market:
    world: World
    partners: tuple[Partner, ...]

    @property
    def dispatcher(self) -> Actor:
        return self.world.dispatcher

    def partner(self, organisation_id: int) -> Partner:
        return next(p for p in self.partners if p.organisation_id == organisation_id)

    def work(self, *works: Work) -> list[Visit]:
        """Add a project with such works; the first of them is ready."""
        return add_project(self.world, *(works or (Work(),)))

    def offer(self, visit: Visit | None = None) -> Offer:
        """Offer the order of a visit, or some new one."""
        chosen = visit or self.work()[0]
        with acting_as(self.dispatcher):
            order = work_order(chosen.work_order_id)
            return offer_work_order(order.id, order.version)


def make_market(world: World, quotas: Sequence[int] = QUOTAS) -> Market:
    partners = [_organisation(world, f"partner-{at}") for at, _ in enumerate(quotas, 1)]
    with acting_as(SYSTEM), transaction():
        territory = session().get_one(Territory, world.territory_id)
        territory.open_to = [organisation_id for organisation_id, _ in partners]
    return Market(
        world,
        tuple(
            _partner(world, *partner, quota)
            for partner, quota in zip(partners, quotas, strict=True)
        ),
    )


def _organisation(world: World, code: str) -> tuple[int, Actor]:
    with acting_as(SYSTEM):
        home = add_organisation(OrganisationKind.SERVICE_PARTNER, code, code.title())
        member = Membership(home.id, Role.PARTNER_MANAGER)
        user = add_user(
            NewUser(
                f"{code}.{world.organisation_id}@example.com", code, PASSWORD, [member]
            )
        )
        return home.id, actor_of(user.id)


def _partner(world: World, organisation_id: int, manager: Actor, quota: int) -> Partner:
    with acting_as(world.dispatcher):
        rule = add_rule(
            RuleIntake(organisation_id, quota, MINUTES * 60, rate=Money(12_000, "CNY"))
        )
    technician_id = add_technician(world, organisation_id=organisation_id)
    return Partner(organisation_id, manager, technician_id, rule.id)


def order_of(offer: Offer) -> WorkOrder:
    with acting_as(SYSTEM):
        return session().get_one(WorkOrder, offer.work_order_id)


def offers_of(offer: Offer) -> list[Offer]:
    with acting_as(SYSTEM):
        statement = select(Offer).where(Offer.work_order_id == offer.work_order_id)
        return list(session().scalars(statement.order_by(Offer.id)))


def accept(market: Market, offer: Offer) -> Offer:
    with acting_as(market.partner(offer.partner_organisation_id).manager):
        return accept_offer(offer.id, offer.version)


def decline(market: Market, offer: Offer) -> Offer:
    with acting_as(market.partner(offer.partner_organisation_id).manager):
        return decline_offer(offer.id, offer.version, "no crew that week")
