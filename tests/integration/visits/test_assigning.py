from datetime import date

import pytest

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError, StaleError
from app.core.transaction import transaction
from app.visits.actions import assign_visit, pin, swap_visits, unassign_visit, unpin
from app.visits.errors import (
    CannotAssignError,
    NotAssignedError,
    OverlapError,
    WorkOrderNotPlannableError,
)
from app.visits.models import Visit
from app.visits.queries import assignments_of
from app.visits.states import VisitState
from app.work_orders.actions.change import cancel_work_order
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from tests.integration.visits.world import (
    Work,
    World,
    add_absence,
    add_project,
    add_technician,
    at,
    make_world,
)


def crew_of(visit: Visit) -> list[int]:
    return [row.technician_id for row in assignments_of([visit.id])[visit.id]]


def codes(error: CannotAssignError) -> set[str]:
    return {fault.code for fault in error.faults}


def test_a_visit_gets_its_crew_and_its_order_is_scheduled(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    done = assign_visit(visit.id, dispatching.technicians[:1], at(9), 1)
    assert done.state is VisitState.PLANNED
    assert (done.starts_at, done.ends_at) == (at(9), at(10))
    assert done.human_edited
    assert done.version == 2
    assert crew_of(done) == dispatching.technicians[:1]
    order = session().get_one(WorkOrder, done.work_order_id)
    assert order.state is WorkOrderState.SCHEDULED


def test_losing_the_crew_opens_the_visit_and_the_order_again(
    dispatching: World,
) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9))
    opened = unassign_visit(visit.id, 2)
    assert opened.state is VisitState.OPEN
    assert opened.starts_at is None
    assert crew_of(opened) == []
    order = session().get_one(WorkOrder, opened.work_order_id)
    assert order.state is WorkOrderState.READY


def test_an_open_visit_has_nothing_to_take_off_or_pin(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    with pytest.raises(NotAssignedError):
        unassign_visit(visit.id)
    with pytest.raises(NotAssignedError):
        pin(visit.id)


def test_a_booked_technician_is_refused_naming_the_booking(dispatching: World) -> None:
    one, two = (add_project(dispatching, Work())[0] for _ in range(2))
    assign_visit(one.id, dispatching.technicians[:1], at(9))
    with pytest.raises(OverlapError, match="WO-T-"):
        assign_visit(two.id, dispatching.technicians[:1], at(9.5))
    after = assign_visit(two.id, dispatching.technicians[:1], at(10))
    assert after.starts_at == at(10)


def test_a_stale_version_changes_nothing(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9), 1)
    with pytest.raises(StaleError):
        assign_visit(visit.id, dispatching.technicians[:1], at(14), 1)
    assert session().get_one(Visit, visit.id).starts_at == at(9)


def test_every_broken_rule_is_told_at_once(dispatching: World) -> None:
    visit = add_project(dispatching, Work(crew=2, skills={"vrf": 3}))[0]
    away = dispatching.technicians[0]
    add_absence(away, at(8), at(12))
    with pytest.raises(CannotAssignError) as refused:
        assign_visit(visit.id, [away], at(9))
    assert codes(refused.value) == {"crew_size", "technician_absent", "skill_missing"}


def test_an_unknown_technician_is_named(dispatching: World) -> None:
    visit = add_project(dispatching, Work(crew=2))[0]
    with pytest.raises(CannotAssignError) as refused:
        assign_visit(visit.id, [dispatching.technicians[0], 10**9], at(9))
    assert [fault.pointer for fault in refused.value.faults] == ["/technician_ids/1"]


def test_an_order_on_hold_is_not_planned(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    with acting_as(SYSTEM), transaction():
        order = session().get_one(WorkOrder, visit.work_order_id)
        order.state = WorkOrderState.ON_HOLD
    with pytest.raises(WorkOrderNotPlannableError, match="on_hold"):
        assign_visit(visit.id, dispatching.technicians[:1], at(9))


def test_a_confirmed_visit_outside_its_promise_is_a_plan_again(
    dispatching: World,
) -> None:
    visit = add_project(dispatching, Work())[0]
    crew = dispatching.technicians[:1]
    assign_visit(visit.id, crew, at(9))
    with acting_as(SYSTEM), transaction():
        row = session().get_one(Visit, visit.id)
        row.state = VisitState.CONFIRMED
        row.promise_start, row.promise_end = at(8), at(10)
    assert assign_visit(visit.id, crew, at(10)).state is VisitState.CONFIRMED
    assert assign_visit(visit.id, crew, at(14)).state is VisitState.PLANNED


def test_a_certificate_counts_on_the_day_of_the_visit(dispatching: World) -> None:
    certified = add_technician(
        dispatching, skills={"vrf": 3}, valid_until=date(2026, 11, 23)
    )
    visit = add_project(dispatching, Work(skills={"vrf": 3}))[0]
    with pytest.raises(CannotAssignError) as refused:
        assign_visit(visit.id, [certified], at(9, day=1))
    assert codes(refused.value) == {"skill_missing"}
    assert assign_visit(visit.id, [certified], at(9)).starts_at == at(9)


def test_who_brings_the_skills_leads_the_crew(dispatching: World) -> None:
    lead = add_technician(dispatching, skills={"vrf": 3})
    visit = add_project(dispatching, Work(crew=2, skills={"vrf": 3}))[0]
    helper = dispatching.technicians[0]
    assert crew_of(assign_visit(visit.id, [helper, lead], at(9))) == [lead, helper]


def test_work_waits_for_what_comes_before(dispatching: World) -> None:
    first, second = add_project(dispatching, Work(lag=86_400), Work())
    crew = dispatching.technicians[:1]
    with pytest.raises(CannotAssignError) as waiting:
        assign_visit(second.id, crew, at(9))
    assert codes(waiting.value) == {"waits_for_predecessor"}
    assign_visit(first.id, crew, at(9))
    with pytest.raises(CannotAssignError) as early:
        assign_visit(second.id, crew, at(9.5, day=1))
    assert codes(early.value) == {"before_predecessor"}
    assign_visit(second.id, crew, at(10, day=1))
    with pytest.raises(CannotAssignError) as late:
        assign_visit(first.id, crew, at(11))
    assert codes(late.value) == {"after_successor"}


def test_nothing_waits_for_cancelled_work(dispatching: World) -> None:
    first, second = add_project(dispatching, Work(), Work())
    order = session().get_one(WorkOrder, first.work_order_id)
    cancel_work_order(order.id, order.version)
    done = assign_visit(second.id, dispatching.technicians[:1], at(9))
    assert done.state is VisitState.PLANNED


def test_placing_a_chain_schedules_each_order_in_turn(dispatching: World) -> None:
    first, second = add_project(dispatching, Work(), Work())
    crew = dispatching.technicians[:1]
    assign_visit(first.id, crew, at(9))
    assert _state(second) is WorkOrderState.READY
    assign_visit(second.id, crew, at(14))
    assert _state(second) is WorkOrderState.SCHEDULED
    unassign_visit(first.id)
    assert _state(second) is WorkOrderState.SCHEDULED


def _state(visit: Visit) -> WorkOrderState:
    order = session().get_one(WorkOrder, visit.work_order_id, populate_existing=True)
    return order.state


def test_two_visits_swap_crews_and_times(dispatching: World) -> None:
    one, two = (add_project(dispatching, Work())[0] for _ in range(2))
    first, second = dispatching.technicians
    assign_visit(one.id, [first], at(9))
    assign_visit(two.id, [second], at(14))
    a, b = swap_visits(one.id, two.id, 2)
    assert (a.starts_at, crew_of(a)) == (at(14), [second])
    assert (b.starts_at, crew_of(b)) == (at(9), [first])


def test_a_swap_that_breaks_a_rule_leaves_both(dispatching: World) -> None:
    skilled = add_technician(dispatching, skills={"vrf": 3})
    one = add_project(dispatching, Work(skills={"vrf": 3}))[0]
    two = add_project(dispatching, Work())[0]
    assign_visit(one.id, [skilled], at(9))
    assign_visit(two.id, dispatching.technicians[:1], at(14))
    with pytest.raises(CannotAssignError):
        swap_visits(one.id, two.id)
    assert crew_of(session().get_one(Visit, one.id)) == [skilled]


def test_neighbours_of_one_technician_may_swap_their_turns(dispatching: World) -> None:
    one, two = (add_project(dispatching, Work())[0] for _ in range(2))
    crew = dispatching.technicians[:1]
    assign_visit(one.id, crew, at(9))
    assign_visit(two.id, crew, at(10))
    a, b = swap_visits(one.id, two.id)
    assert (a.starts_at, b.starts_at) == (at(10), at(9))


def test_unpinning_frees_what_a_person_placed(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9))
    assert pin(visit.id, 2).pinned
    freed = unpin(visit.id, 3)
    assert not freed.pinned
    assert not freed.human_edited


def test_a_foreign_visit_is_as_good_as_absent(dispatching: World) -> None:
    other = make_world(code="beijing")
    foreign = add_project(other, Work())[0]
    for visit_id in (foreign.id, 10**9):
        with pytest.raises(NotFoundError):
            assign_visit(visit_id, dispatching.technicians[:1], at(9))


def test_a_visit_that_may_only_be_read_is_forbidden(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    host = make_world(code="beijing")
    lent = add_technician(dispatching, organisation_id=host.organisation_id)
    assign_visit(visit.id, [lent], at(9))
    with acting_as(host.dispatcher), pytest.raises(ForbiddenError):
        unassign_visit(visit.id)


def test_the_house_may_plan_anything(world: World) -> None:
    visit = add_project(world, Work())[0]
    with acting_as(SYSTEM):
        assert assign_visit(visit.id, world.technicians[:1], at(9)).version == 2
