"""What could not be completed is carried on by another order."""

import pytest

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import IllegalMoveError, InvalidError
from app.projects.models import Project
from app.projects.states import ProjectState
from app.visits.actions import assign_visit, unassign_visit
from app.visits.actions.execution import (
    arrive,
    cannot_complete,
    finish_work,
    start_travel,
    start_work,
)
from app.visits.models import Visit
from app.visits.queries import lines_of, visits_of_orders
from app.visits.states import FailureReason, VisitState
from app.work_orders.actions.give_up import give_up
from app.work_orders.models import WorkOrder
from app.work_orders.queries import ties_before
from app.work_orders.states import WorkOrderState
from tests.integration.visits.chain import Chain, follow_up_of
from tests.integration.visits.site import (
    add_hand,
    now_of,
    order_of,
    plan,
)
from tests.integration.visits.world import Work, World, add_project, at

HOUR = 3600


def visits_of(order: WorkOrder) -> list[Visit]:
    with acting_as(SYSTEM):
        return list(visits_of_orders([order.id]))


def test_the_unfinished_lines_go_into_another_order(chain: Chain) -> None:
    hand, visit = chain.hand, chain.first
    with acting_as(hand.actor):
        arrive(visit.id, hand.at_site(visit, 8))
        start_work(visit.id, hand.does(8))
        failed = cannot_complete(
            visit.id,
            hand.does(10),
            FailureReason.MISSING_GOODS,
            "One came broken",
            {chain.model_id: 1},
        )
    assert failed.state is VisitState.FAILED
    assert failed.failure_reason is FailureReason.MISSING_GOODS
    assert failed.work_ended_at == at(10)
    assert order_of(visit).state is WorkOrderState.CANNOT_COMPLETE
    order = follow_up_of(visit)
    assert order.state is WorkOrderState.READY
    assert order.reference != order_of(visit).reference
    assert order.duration_seconds == HOUR // 2
    with acting_as(SYSTEM):
        assert lines_of(order.id) == {chain.model_id: 1}
    assert [v.state for v in visits_of(order)] == [VisitState.OPEN]


def test_what_waited_for_it_waits_for_the_other(chain: Chain) -> None:
    with acting_as(chain.hand.actor):
        cannot_complete(chain.first.id, chain.hand.does(9), FailureReason.NO_ACCESS)
    follow_up = follow_up_of(chain.first)
    with acting_as(SYSTEM):
        ties = ties_before(chain.second.work_order_id)
    assert [(tie.from_id, tie.min_lag_seconds) for tie in ties] == [
        (follow_up.id, 24 * HOUR)
    ]
    assert order_of(chain.second).state is WorkOrderState.DRAFT
    plan(chain.world, visits_of(follow_up)[0], chain.hand, hour=24 + 8)
    assert order_of(chain.second).state is WorkOrderState.READY


def test_a_visit_in_vain_carries_everything_over(chain: Chain) -> None:
    hand = chain.hand
    with acting_as(hand.actor):
        start_travel(chain.first.id, hand.does(7))
        cannot_complete(chain.first.id, hand.does(8), FailureReason.CUSTOMER_ABSENT)
    order = follow_up_of(chain.first)
    assert order.duration_seconds == 2 * HOUR
    with acting_as(SYSTEM):
        assert lines_of(order.id) == {chain.model_id: 4}
        project = session().get_one(Project, order.project_id)
    assert project.state is ProjectState.INSTALLING


def test_nobody_leaves_more_than_there_was(chain: Chain) -> None:
    for wrong in ({chain.model_id: 5}, {10**6: 1}, {chain.model_id: -1}):
        with acting_as(chain.hand.actor), pytest.raises(InvalidError) as refused:
            cannot_complete(
                chain.first.id, chain.hand.does(9), FailureReason.OTHER, None, wrong
            )
        assert [fault.code for fault in refused.value.faults] == ["quantity"]
    assert now_of(chain.first).state is VisitState.PLANNED


def test_the_crews_second_word_makes_no_second_order(world: World) -> None:
    one, two = add_hand(world, "ann"), add_hand(world, "ben")
    visit = add_project(world, Work(crew=2))[0]
    plan(world, visit, one, two)
    with acting_as(one.actor):
        cannot_complete(visit.id, one.does(10), FailureReason.UNSAFE, "Ice")
    with acting_as(two.actor):
        late = cannot_complete(visit.id, two.does(11), FailureReason.OTHER)
        assert late.failure_reason is FailureReason.UNSAFE
        assert start_travel(visit.id, two.does(8)).state is VisitState.FAILED
        arrive(visit.id, two.at_site(visit, 9))
        with pytest.raises(IllegalMoveError):
            finish_work(visit.id, two.does(12))
    assert now_of(visit).departed_at == at(8)
    assert follow_up_of(visit).state is WorkOrderState.READY


def test_later_parts_are_called_off(world: World) -> None:
    hand = add_hand(world)
    first, second = add_project(world, Work(seconds=6 * HOUR))
    plan(world, first, hand, hour=8)
    plan(world, second, hand, hour=24 + 8)
    with acting_as(hand.actor):
        arrive(first.id, hand.at_site(first, 8))
        start_work(first.id, hand.does(8))
        cannot_complete(first.id, hand.does(9), FailureReason.NOT_READY)
    assert now_of(second).state is VisitState.CANCELLED
    assert follow_up_of(first).duration_seconds == 6 * HOUR


def test_only_what_is_left_is_laid_out_anew(world: World) -> None:
    hand = add_hand(world)
    first, second = add_project(world, Work(seconds=6 * HOUR))
    plan(world, first, hand, hour=8)
    plan(world, second, hand, hour=24 + 8)
    with acting_as(hand.actor):
        arrive(first.id, hand.at_site(first, 8))
        finish_work(first.id, hand.does(11))
        assert order_of(first).state is WorkOrderState.IN_PROGRESS
        cannot_complete(second.id, hand.does(8, day=1), FailureReason.NO_ACCESS)
    assert now_of(first).state is VisitState.DONE
    assert follow_up_of(first).duration_seconds == second.duration_seconds


def test_a_later_part_can_be_moved_while_the_first_is_worked_on(world: World) -> None:
    hand = add_hand(world)
    first, second = add_project(world, Work(seconds=6 * HOUR))
    plan(world, first, hand, hour=8)
    with acting_as(hand.actor):
        arrive(first.id, hand.at_site(first, 8))
        start_work(first.id, hand.does(8))
    with acting_as(world.dispatcher):
        moved = assign_visit(second.id, [hand.technician_id], at(8, day=2))
    assert moved.state is VisitState.PLANNED


def test_work_without_all_its_parts_planned_fails_too(world: World) -> None:
    hand = add_hand(world)
    first, _ = add_project(world, Work(seconds=6 * HOUR))
    plan(world, first, hand, hour=8)
    assert order_of(first).state is WorkOrderState.READY
    with acting_as(hand.actor):
        cannot_complete(first.id, hand.does(9), FailureReason.NOT_READY)
    assert order_of(first).state is WorkOrderState.CANNOT_COMPLETE


def test_the_rest_waits_for_what_the_order_waited_for(chain: Chain) -> None:
    plan(chain.world, chain.second, chain.hand, hour=48 + 8)
    with acting_as(chain.world.dispatcher):
        unassign_visit(chain.first.id)
    with acting_as(chain.hand.actor):
        reason = FailureReason.CUSTOMER_ABSENT
        cannot_complete(chain.second.id, chain.hand.does(8, day=2), reason)
    rest = follow_up_of(chain.second)
    assert rest.state is WorkOrderState.DRAFT
    with acting_as(SYSTEM):
        ties = ties_before(rest.id)
    assert [tie.from_id for tie in ties] == [chain.first.work_order_id]


def test_what_has_ended_is_not_given_up_again(chain: Chain) -> None:
    with acting_as(chain.hand.actor):
        cannot_complete(chain.first.id, chain.hand.does(9), FailureReason.OTHER)
    with acting_as(SYSTEM):
        assert give_up(chain.first.work_order_id, {}, HOUR) is None
