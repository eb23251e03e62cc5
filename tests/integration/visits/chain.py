"""An installation of four units, and its commissioning a day after."""

from dataclasses import dataclass

from sqlalchemy import select

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.visits.models import Visit
from app.work_orders.models import WorkOrder
from tests.integration.visits.site import (
    Hand,
    add_hand,
    add_lines,
    add_model,
    plan,
)
from tests.integration.visits.world import Work, World, add_project

HOUR = 3600


@dataclass(frozen=True)
class Chain:
    world: World
    hand: Hand
    first: Visit
    second: Visit
    model_id: int


def make_chain(world: World) -> Chain:
    """An installation of four units, and its commissioning a day after."""
    hand = add_hand(world)
    first, second = add_project(
        world,
        Work(kind=WorkKind.INSTALLATION, seconds=2 * HOUR, lag=24 * HOUR),
        Work(kind=WorkKind.COMMISSIONING, seconds=HOUR),
    )
    model_id = add_model(world)
    add_lines(first, {model_id: 4})
    plan(world, first, hand, hour=8)
    return Chain(world, hand, first, second, model_id)


def follow_up_of(visit: Visit) -> WorkOrder:
    with acting_as(SYSTEM):
        return (
            session()
            .scalars(
                select(WorkOrder).where(
                    WorkOrder.follow_up_of_id == visit.work_order_id
                )
            )
            .one()
        )
