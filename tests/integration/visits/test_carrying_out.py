"""What those on site report, and what follows for the visit and its order."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.errors import IllegalMoveError, NotFoundError
from app.core.transaction import transaction
from app.visits.actions import assign_visit
from app.visits.actions.execution import (
    acknowledge_visit,
    add_evidence,
    arrive,
    finish_work,
    pause_work,
    resume_work,
    start_travel,
    start_work,
)
from app.visits.errors import (
    NotOnSiteError,
    OutsideGeofenceError,
    VisitCancelledError,
    VisitNotYoursError,
)
from app.visits.models import Assignment, Visit
from app.visits.queries import assignments_of
from app.visits.states import VisitState
from app.web.feed import changes_after, organisation_scope, project_scope
from app.work_orders.actions.change import cancel_work_order
from app.work_orders.states import WorkOrderState
from tests.integration.visits.site import (
    Hand,
    add_hand,
    add_lines,
    add_model,
    now_of,
    order_of,
    plan,
    serial,
    signature,
)
from tests.integration.visits.world import Work, World, add_project, at


@dataclass(frozen=True)
class Job:
    world: World
    hand: Hand
    visit: Visit
    model_id: int


@pytest.fixture
def job(world: World) -> Job:
    """A delivery of one unit, planned for nine on the Monday."""
    hand = add_hand(world)
    visit = add_project(world, Work())[0]
    model_id = add_model(world)
    add_lines(visit, {model_id: 1})
    plan(world, visit, hand)
    return Job(world, hand, visit, model_id)


def member(visit: Visit, hand: Hand) -> Assignment:
    with acting_as(SYSTEM):
        crew = assignments_of([visit.id])[visit.id]
    return next(row for row in crew if row.technician_id == hand.technician_id)


def test_a_day_in_the_life_of_a_visit(job: Job) -> None:
    hand, visit = job.hand, job.visit
    with acting_as(hand.actor):
        assert acknowledge_visit(visit.id, hand.does(7)).state is (
            VisitState.ACKNOWLEDGED
        )
        assert start_travel(visit.id, hand.does(8)).state is VisitState.EN_ROUTE
        there = arrive(visit.id, hand.at_site(visit, 9))
        assert there.state is VisitState.ON_SITE
        assert start_work(visit.id, hand.does(9.25)).state is VisitState.WORKING
        assert order_of(visit).state is WorkOrderState.IN_PROGRESS
        assert pause_work(visit.id, hand.does(9.5), "lunch").state is VisitState.PAUSED
        assert resume_work(visit.id, hand.does(9.75)).state is VisitState.WORKING
        add_evidence(visit.id, hand.does(10), serial(job.model_id, 1))
        add_evidence(visit.id, hand.does(10), signature("receiver"))
        done = finish_work(visit.id, hand.does(10.5))
    assert done.state is VisitState.DONE
    assert (done.acknowledged_at, done.departed_at) == (at(7), at(8))
    assert (done.arrived_at, done.work_started_at) == (at(9), at(9.25))
    assert done.work_ended_at == at(10.5)
    assert order_of(visit).state is WorkOrderState.WORK_DONE


def test_a_phone_may_skip_what_nobody_pressed(job: Job) -> None:
    with acting_as(job.hand.actor):
        there = arrive(job.visit.id, job.hand.at_site(job.visit, 9))
        assert there.state is VisitState.ON_SITE
        done = finish_work(job.visit.id, job.hand.does(10))
    assert done.state is VisitState.DONE
    assert done.departed_at is None


def test_work_begins_after_the_arrival(job: Job) -> None:
    with acting_as(job.hand.actor):
        for verb in (start_work, finish_work, resume_work):
            with pytest.raises(NotOnSiteError):
                verb(job.visit.id, job.hand.does(9))


def test_the_same_step_told_twice_keeps_the_first_time(job: Job) -> None:
    with acting_as(job.hand.actor):
        start_travel(job.visit.id, job.hand.does(8.5))
        again = start_travel(job.visit.id, job.hand.does(8))
        assert again.state is VisitState.EN_ROUTE
        assert start_travel(job.visit.id, job.hand.does(9)).departed_at == at(8)


def test_an_arrival_far_away_asks_for_a_reason(job: Job) -> None:
    hand, visit = job.hand, job.visit
    far = hand.does(9, point=(31.0, 121.0), accuracy_m=50)
    with acting_as(hand.actor):
        with pytest.raises(OutsideGeofenceError):
            arrive(visit.id, far)
        with pytest.raises(OutsideGeofenceError):
            arrive(visit.id, hand.does(9))
        assert now_of(visit).state is VisitState.PLANNED
        assert arrive(visit.id, far, "The gate is there").state is VisitState.ON_SITE
    row = member(visit, hand)
    assert row.arrival_reason == "The gate is there"
    assert (row.arrival_distance_m or 0) > 10_000


def test_without_a_position_a_reason_is_enough(job: Job) -> None:
    with acting_as(job.hand.actor):
        there = arrive(job.visit.id, job.hand.does(9), "No signal")
    assert there.state is VisitState.ON_SITE
    assert member(job.visit, job.hand).arrival_distance_m is None


def test_a_second_arrival_leaves_the_first_position(job: Job) -> None:
    hand, visit = job.hand, job.visit
    with acting_as(hand.actor):
        arrive(visit.id, hand.at_site(visit, 9))
        arrive(visit.id, hand.does(9.5), "Again")
    assert member(visit, hand).arrival_reason is None
    assert member(visit, hand).arrival_distance_m == 0


def test_a_reassigned_visit_is_somebody_elses(job: Job) -> None:
    other = add_hand(job.world, "cy")
    plan(job.world, now_of(job.visit), other)
    with acting_as(job.hand.actor), pytest.raises(VisitNotYoursError):
        start_travel(job.visit.id, job.hand.does(8))


def test_a_visit_that_was_never_theirs_is_not_there(job: Job) -> None:
    stranger = add_hand(job.world, "cy")
    with acting_as(stranger.actor):
        for visit_id in (job.visit.id, 10**9):
            with pytest.raises(NotFoundError):
                start_travel(visit_id, stranger.does(8))


def test_a_cancelled_visit_says_so(job: Job) -> None:
    order = order_of(job.visit)
    with acting_as(job.world.dispatcher):
        cancel_work_order(order.id, order.version)
    with acting_as(job.hand.actor), pytest.raises(VisitCancelledError):
        start_travel(job.visit.id, job.hand.does(8))


def test_from_the_way_on_nobody_moves_the_visit(job: Job) -> None:
    with acting_as(job.hand.actor):
        start_travel(job.visit.id, job.hand.does(8))
    with acting_as(job.world.dispatcher), pytest.raises(IllegalMoveError):
        assign_visit(job.visit.id, [job.hand.technician_id], at(14))


def test_everybody_who_may_see_it_hears_of_it(job: Job) -> None:
    with acting_as(job.hand.actor):
        visit = start_travel(job.visit.id, job.hand.does(8))
    with acting_as(SYSTEM):
        for scope in (
            organisation_scope(job.world.organisation_id),
            project_scope(visit.project_id),
            f"technician:{job.hand.technician_id}",
        ):
            last = list(changes_after(scope, 0, 1000))[-1]
            assert (last.entity, last.entity_id) == ("visit", visit.id)
            assert last.version == visit.version


class TestACrewOfTwo:
    @pytest.fixture
    def pair(self, world: World) -> Iterator[tuple[Hand, Hand, Visit]]:
        one, two = add_hand(world, "ann"), add_hand(world, "ben")
        visit = add_project(world, Work(kind=WorkKind.REPAIR, crew=2))[0]
        plan(world, visit, one, two)
        with acting_as(one.actor):
            yield one, two, visit

    def test_the_visit_is_acknowledged_when_both_have(
        self, pair: tuple[Hand, Hand, Visit]
    ) -> None:
        one, two, visit = pair
        assert acknowledge_visit(visit.id, one.does(7)).state is VisitState.PLANNED
        assert acknowledge_visit(visit.id, two.does(7)).state is VisitState.ACKNOWLEDGED

    def test_work_goes_on_while_one_works(self, pair: tuple[Hand, Hand, Visit]) -> None:
        one, two, visit = pair
        for hand in pair[:2]:
            arrive(visit.id, hand.at_site(visit, 9))
            start_work(visit.id, hand.does(9))
        assert finish_work(visit.id, one.does(10)).state is VisitState.WORKING
        assert pause_work(visit.id, two.does(10), "tea").state is VisitState.PAUSED
        done = finish_work(visit.id, two.does(11))
        assert done.state is VisitState.DONE
        assert done.work_ended_at == at(11)

    def test_who_never_pressed_anything_keeps_nothing_open(
        self, pair: tuple[Hand, Hand, Visit]
    ) -> None:
        one, two, visit = pair
        arrive(visit.id, one.at_site(visit, 9))
        assert finish_work(visit.id, one.does(10)).state is VisitState.DONE
        assert member(visit, two).state is VisitState.DONE

    def test_late_news_of_a_done_visit_only_bring_their_times(
        self, pair: tuple[Hand, Hand, Visit]
    ) -> None:
        one, two, visit = pair
        arrive(visit.id, one.at_site(visit, 9))
        finish_work(visit.id, one.does(10))
        arrive(visit.id, two.at_site(visit, 8.5))
        pause_work(visit.id, two.does(9.5), "tea")
        late = finish_work(visit.id, two.does(10.5))
        assert late.state is VisitState.DONE
        assert (late.arrived_at, late.work_ended_at) == (at(8.5), at(10.5))


def test_a_report_joins_the_callers_transaction(job: Job) -> None:
    with acting_as(job.hand.actor):
        with pytest.raises(ZeroDivisionError):
            _travel_and_fail(job)
        assert now_of(job.visit).state is VisitState.PLANNED


def _travel_and_fail(job: Job) -> None:
    with transaction():
        start_travel(job.visit.id, job.hand.does(8))
        raise ZeroDivisionError
