"""Crews are sent off; or nobody comes."""

import pytest

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import ConflictError, IllegalMoveError
from app.visits.actions.execution import (
    arrive,
    finish_work,
    start_work,
)
from app.visits.actions.send_off import dispatch_visit, note_no_show
from app.visits.errors import NotAssignedError, NotReadyError
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from tests.integration.visits.chain import Chain, follow_up_of
from tests.integration.visits.site import (
    add_hand,
    now_of,
    order_of,
    plan,
)
from tests.integration.visits.world import Work, World, add_project, at
from tests.support.clock import TestClock

HOUR = 3600


class TestSendingOff:
    def test_a_dispatched_visit_is_so_for_its_crew(self, chain: Chain) -> None:
        with acting_as(chain.world.dispatcher):
            sent = dispatch_visit(chain.first.id, now_of(chain.first).version)
            assert sent.state is VisitState.DISPATCHED
            assert sent.dispatched_at is not None
            assert sent.dispatch_reason is None
            with pytest.raises(IllegalMoveError):
                dispatch_visit(chain.first.id)

    def test_an_open_visit_has_nobody_to_send(self, chain: Chain) -> None:
        with acting_as(chain.world.dispatcher):
            with pytest.raises(NotAssignedError):
                dispatch_visit(chain.second.id)
            with pytest.raises(NotAssignedError):
                note_no_show(chain.second.id, "?")

    def test_what_comes_before_must_be_over_or_waived(self, chain: Chain) -> None:
        plan(chain.world, chain.second, chain.hand, hour=48 + 8)
        with acting_as(chain.world.dispatcher):
            with pytest.raises(NotReadyError) as refused:
                dispatch_visit(chain.second.id)
            assert [f.code for f in refused.value.faults] == ["work_before_open"]
            sent = dispatch_visit(chain.second.id, None, "They will be done by then")
        assert sent.dispatch_reason == "They will be done by then"

    def test_an_earlier_part_comes_first(self, world: World) -> None:
        hand = add_hand(world)
        first, second = add_project(world, Work(seconds=6 * HOUR))
        plan(world, first, hand, hour=8)
        plan(world, second, hand, hour=24 + 8)
        with acting_as(world.dispatcher), pytest.raises(NotReadyError) as refused:
            dispatch_visit(second.id)
        assert [f.code for f in refused.value.faults] == ["part_before_open"]

    def test_passive_time_counts_from_the_real_end(self, world: World) -> None:
        hand = add_hand(world)
        first, second = add_project(
            world, Work(kind=WorkKind.REPAIR, lag=20 * HOUR), Work()
        )
        plan(world, first, hand, hour=9)
        plan(world, second, hand, hour=24 + 8)
        with acting_as(hand.actor):
            arrive(first.id, hand.at_site(first, 9))
            finish_work(first.id, hand.does(12.5))
        with acting_as(SYSTEM):
            session().get_one(
                WorkOrder, first.work_order_id
            ).state = WorkOrderState.WORK_DONE
            session().commit()
        with acting_as(world.dispatcher), pytest.raises(NotReadyError) as refused:
            dispatch_visit(second.id)
        assert [f.code for f in refused.value.faults] == ["lag_not_over"]


class TestNobodyCame:
    def test_the_work_is_laid_out_anew(self, chain: Chain, clock: TestClock) -> None:
        clock.advance(at(12) - at(0.5))
        with acting_as(chain.world.dispatcher):
            ended = note_no_show(chain.first.id, "Van broke down")
        assert ended.state is VisitState.NO_SHOW
        assert ended.failure_note == "Van broke down"
        assert order_of(chain.first).state is WorkOrderState.CANNOT_COMPLETE
        assert follow_up_of(chain.first).duration_seconds == 2 * HOUR
        with acting_as(chain.hand.actor), pytest.raises(IllegalMoveError):
            arrive(chain.first.id, chain.hand.at_site(chain.first, 9))

    def test_nobody_is_missing_before_the_time(self, chain: Chain) -> None:
        with acting_as(chain.world.dispatcher), pytest.raises(ConflictError):
            note_no_show(chain.first.id, "Too early")

    def test_who_works_there_came(self, chain: Chain, clock: TestClock) -> None:
        clock.advance(at(12) - at(0.5))
        with acting_as(chain.hand.actor):
            arrive(chain.first.id, chain.hand.at_site(chain.first, 8))
            start_work(chain.first.id, chain.hand.does(8))
        with acting_as(chain.world.dispatcher), pytest.raises(IllegalMoveError):
            note_no_show(chain.first.id, "Wrong")
