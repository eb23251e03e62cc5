import pytest
from sqlalchemy import update

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.technicians.models import Technician
from app.visits.actions import (
    assign_visit,
    cancel_visits,
    create_visits,
    refit_visits,
)
from app.visits.models import Visit
from app.visits.queries import assignments_of, overlaps, visits_of_orders
from app.visits.rules import Span
from app.visits.states import VisitState
from app.web.feed import FeedEntry
from app.web.schemas import MAX_SECONDS
from app.work_orders.errors import TooMuchWorkError
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from tests.integration.visits.world import Work, World, add_project, at

#: Eight to seventeen with half an hour's lunch leaves this on site in one piece.
LONGEST = 3.5 * 3600


def visits_of(order: WorkOrder) -> list[Visit]:
    session().expire_all()
    return list(visits_of_orders([order.id]))


def order_of(visit: Visit) -> WorkOrder:
    return session().get_one(WorkOrder, visit.work_order_id, populate_existing=True)


def change(order: WorkOrder, **facts: int) -> None:
    with acting_as(SYSTEM), transaction():
        for name, value in facts.items():
            setattr(order, name, value)
        session().flush()
        refit_visits(order.id)


def test_long_work_becomes_day_parts(world: World) -> None:
    visits = add_project(world, Work(seconds=8 * 3600))
    assert [(v.part, v.parts, v.duration_seconds) for v in visits] == [
        (1, 3, LONGEST),
        (2, 3, LONGEST),
        (3, 3, 3600),
    ]
    assert {visit.state for visit in visits} == {VisitState.OPEN}


def pointer_of(refusal: TooMuchWorkError) -> str:
    [fault] = refusal.faults
    assert fault.code == "too_much_work"
    return fault.pointer


def test_new_work_of_more_than_one_order_takes_is_refused(world: World) -> None:
    with pytest.raises(TooMuchWorkError) as refusal:
        add_project(world, Work(seconds=MAX_SECONDS))
    assert pointer_of(refusal.value) == "/sites"


def test_work_does_not_grow_beyond_what_one_order_takes(
    dispatching: World,
) -> None:
    order = order_of(add_project(dispatching, Work())[0])
    with pytest.raises(TooMuchWorkError) as refusal:
        change(order, duration_seconds=MAX_SECONDS)
    assert pointer_of(refusal.value) == "/duration_seconds"


def test_parts_keep_their_order(dispatching: World) -> None:
    one, two = add_project(dispatching, Work(seconds=7 * 3600))
    crew = dispatching.technicians[:1]
    assign_visit(one.id, crew, at(8))
    assign_visit(two.id, crew, at(8, day=1))
    assert order_of(one).state is WorkOrderState.SCHEDULED


def test_longer_work_is_cut_anew_and_planned_anew(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9))
    order = order_of(visit)
    change(order, duration_seconds=5 * 3600)
    parts = visits_of(order)
    assert [part.duration_seconds for part in parts] == [LONGEST, 1.5 * 3600]
    assert {part.state for part in parts} == {VisitState.OPEN}
    assert order_of(visit).state is WorkOrderState.READY


def test_shorter_work_loses_its_last_parts(dispatching: World) -> None:
    visit = add_project(dispatching, Work(seconds=8 * 3600))[0]
    order = order_of(visit)
    change(order, duration_seconds=3600)
    (left,) = visits_of(order)
    assert (left.id, left.parts) == (visit.id, 1)
    with acting_as(SYSTEM):
        gone = session().query(FeedEntry).filter_by(op="gone").all()
    assert {entry.entity for entry in gone} == {"visit"}


def test_a_crew_of_another_size_is_asked_for_anew(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9))
    change(order_of(visit), crew_size=2)
    assert visits_of(order_of(visit))[0].state is VisitState.OPEN


def test_another_priority_leaves_the_plan_alone(dispatching: World) -> None:
    visit = add_project(dispatching, Work())[0]
    assign_visit(visit.id, dispatching.technicians[:1], at(9))
    change(order_of(visit))
    assert visits_of(order_of(visit))[0].state is VisitState.PLANNED


def test_work_that_has_begun_stays_cut_as_it_is(world: World) -> None:
    visit = add_project(world, Work())[0]
    with acting_as(SYSTEM):
        assign_visit(visit.id, world.technicians[:1], at(9))
        with transaction():
            row = session().get_one(Visit, visit.id)
            row.state = VisitState.EN_ROUTE
        change(order_of(visit), duration_seconds=5 * 3600)
        (same,) = visits_of(order_of(visit))
    assert same.duration_seconds == 3600


def test_cancelling_the_work_frees_its_technicians(world: World) -> None:
    visit = add_project(world, Work())[0]
    crew = world.technicians[:1]
    with acting_as(SYSTEM):
        assign_visit(visit.id, crew, at(9))
        cancel_visits([visit.work_order_id])
        session().expire_all()
        (off,) = visits_of_orders([visit.work_order_id])
        assert off.state is VisitState.CANCELLED
        assert not assignments_of([off.id])[off.id][0].is_booked
        assert overlaps(crew, Span(at(0), at(24))) == []
        cancel_visits([visit.work_order_id])


def test_without_technicians_work_is_cut_for_half_a_day(world: World) -> None:
    with acting_as(SYSTEM), transaction():
        session().execute(update(Technician).values(active=False))
    visits = add_project(world, Work(seconds=5 * 3600))
    assert [visit.duration_seconds for visit in visits] == [4 * 3600, 3600]
    with acting_as(SYSTEM):
        create_visits([])
