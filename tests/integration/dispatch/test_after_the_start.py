"""Plans reckon with what really happened on site."""

import pytest

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import IllegalMoveError
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.actions import Wanted, publish, request_plan, solve_run
from app.dispatch.models import PlanRun
from app.dispatch.rules.facts import Snapshot
from app.visits.actions import assign_visit
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    cannot_complete,
    finish_work,
    start_travel,
    start_work,
)
from app.visits.errors import CannotAssignError
from app.visits.models import Visit
from app.visits.states import FailureReason, VisitState
from app.work_orders.models import WorkOrder
from tests.integration.visits.site import Hand, add_hand, note, plan
from tests.integration.visits.world import MONDAY, Work, World, add_project, at
from tests.support.clock import TestClock

HOUR = 3600


def planned(world: World) -> PlanRun:
    with acting_as(world.dispatcher):
        run = request_plan(world.territory_id, Wanted(MONDAY, 5, 2, 1))
        with acting_as(SYSTEM):
            solve_run(run.id)
        return queries.run(run.id)


def published(world: World) -> None:
    run = planned(world)
    with acting_as(world.dispatcher):
        proposal = queries.proposal_of_run(run.id)
        assert proposal is not None, run.failure
        assert proposal.violations == []
        publish(proposal.id)


def snapshot(world: World) -> Snapshot:
    with acting_as(world.dispatcher):
        run = request_plan(world.territory_id, Wanted(MONDAY, 5, 2, 1))
    with acting_as(SYSTEM), transaction():
        return queries.snapshot_of(queries.run(run.id))


def fresh(visit_id: int) -> Visit:
    with acting_as(SYSTEM):
        return session().get_one(Visit, visit_id, populate_existing=True)


@pytest.fixture
def hand(world: World) -> Hand:
    return add_hand(world)


def done(hand: Hand, visit: Visit, *, end: float) -> None:
    with acting_as(hand.actor):
        arrive(visit.id, hand.at_site(visit, 9))
        add_evidence(visit.id, hand.does(9), note("Done"))
        finish_work(visit.id, hand.does(end))


def test_the_wait_counts_from_the_real_end(
    world: World, hand: Hand, clock: TestClock
) -> None:
    first, second = add_project(
        world, Work(kind=WorkKind.REPAIR, lag=24 * HOUR), Work()
    )
    plan(world, first, hand)
    clock.advance(at(12.6) - at(0.5))
    done(hand, first, end=12.5)
    with acting_as(world.dispatcher), pytest.raises(CannotAssignError):
        assign_visit(second.id, [hand.technician_id], at(24 + 11))
    published(world)
    placed = fresh(second.id)
    assert placed.starts_at is not None
    assert placed.starts_at >= at(24 + 12.5)


def test_work_that_ended_early_lets_the_next_begin_early(
    world: World, hand: Hand, clock: TestClock
) -> None:
    first, second = add_project(
        world, Work(kind=WorkKind.REPAIR, seconds=3 * HOUR, lag=24 * HOUR), Work()
    )
    plan(world, first, hand, hour=8)
    clock.advance(at(12) - at(0.5))
    done(hand, first, end=9.5)
    with acting_as(world.dispatcher):
        moved = assign_visit(second.id, [hand.technician_id], at(24 + 9.5))
    assert moved.state is VisitState.PLANNED


def test_what_is_under_way_stays_and_takes_as_long_as_it_does(
    world: World, hand: Hand, clock: TestClock
) -> None:
    visit = add_project(world, Work(seconds=2 * HOUR))[0]
    plan(world, visit, hand)
    clock.advance(at(13) - at(0.5))
    with acting_as(hand.actor):
        arrive(visit.id, hand.at_site(visit, 11.5))
        start_work(visit.id, hand.does(11.5))
    seen = snapshot(world)
    assert seen.task_ids == frozenset()
    assert [(f.visit_id, f.booking.span.end) for f in seen.fixed] == [
        (visit.id, at(13.5))
    ]
    with acting_as(world.dispatcher), pytest.raises(IllegalMoveError):
        assign_visit(visit.id, [hand.technician_id], at(15))


def test_the_rest_of_what_failed_is_planned_anew(
    world: World, hand: Hand, clock: TestClock
) -> None:
    first, second = add_project(world, Work(seconds=2 * HOUR, lag=HOUR), Work())
    plan(world, first, hand)
    plan(world, second, hand, hour=14)
    clock.advance(at(9.6) - at(0.5))
    with acting_as(hand.actor):
        start_travel(first.id, hand.does(8.5))
        cannot_complete(first.id, hand.does(9.5), FailureReason.NOT_READY)
    seen = snapshot(world)
    rest = [task for task in seen.tasks if task.visit_id != second.id]
    assert len(rest) == 1
    assert (first.id, second.id) not in {(t.first, t.second) for t in seen.ties}
    assert (rest[0].visit_id, second.id) in {(t.first, t.second) for t in seen.ties}


def test_the_rest_comes_before_what_waited_for_it(
    world: World, hand: Hand, clock: TestClock
) -> None:
    first, second = add_project(world, Work(seconds=2 * HOUR, lag=HOUR), Work())
    plan(world, first, hand)
    clock.advance(at(9.6) - at(0.5))
    with acting_as(hand.actor):
        cannot_complete(first.id, hand.does(9.5), FailureReason.NOT_READY)
    published(world)
    with acting_as(SYSTEM):
        rest = (
            session()
            .query(Visit)
            .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
            .filter(WorkOrder.follow_up_of_id == first.work_order_id)
            .one()
        )
    after = fresh(second.id)
    assert rest.ends_at is not None
    assert after.starts_at is not None
    assert rest.ends_at < after.starts_at
