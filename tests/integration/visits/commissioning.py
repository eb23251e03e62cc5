"""The commissioning of one unit with a template, and what is recorded on it."""

from dataclasses import dataclass

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    finish_work,
)
from app.visits.models import Visit, VisitEvidence
from app.visits.queries import evidence_of
from app.visits.rules import NewEvidence
from app.work_orders.states import WorkOrderState
from tests.integration.visits.site import (
    STEPS,
    Hand,
    add_hand,
    add_lines,
    add_model,
    order_of,
    photo,
    plan,
    signature,
    step,
)
from tests.integration.visits.world import Work, World, add_project


@dataclass(frozen=True)
class Job:
    world: World
    hand: Hand
    visit: Visit
    model_id: int

    def record(self, *pieces: NewEvidence, hour: float = 10) -> None:
        with acting_as(self.hand.actor):
            for piece in pieces:
                add_evidence(self.visit.id, self.hand.does(hour), piece)

    def finish(self) -> None:
        with acting_as(self.hand.actor):
            arrive(self.visit.id, self.hand.at_site(self.visit, 9))
            finish_work(self.visit.id, self.hand.does(11))

    def standing(self) -> WorkOrderState:
        return order_of(self.visit).state

    def all_of_it(self, insulation: float = 2) -> None:
        self.record(
            step(self.model_id, "insulation", insulation),
            step(self.model_id, "training", value=True),
            photo("plate", model_id=self.model_id, step_key="plate"),
            signature("customer"),
        )


def make_job(world: World) -> Job:
    """The commissioning of one unit with a template."""
    hand = add_hand(world)
    visit = add_project(world, Work(kind=WorkKind.COMMISSIONING))[0]
    model_id = add_model(world, steps=STEPS)
    add_lines(visit, {model_id: 1})
    plan(world, visit, hand)
    return Job(world, hand, visit, model_id)


def rows_of(visit: Visit) -> list[VisitEvidence]:
    with acting_as(SYSTEM):
        return list(evidence_of(visit.id))
