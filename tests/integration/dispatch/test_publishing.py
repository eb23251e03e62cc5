import pytest

from app.core.database import session
from app.core.errors import IllegalMoveError, InvalidError, NotFoundError, StaleError
from app.dispatch import queries
from app.dispatch.actions import drop, publish
from app.dispatch.errors import PlanMovedError, ProposalRefusedError
from app.dispatch.states import ChangeOutcome, ProposalState
from app.visits.actions import assign_visit, pin, unassign_visit, unpin
from app.visits.models import Visit
from app.visits.queries import assignments_of
from app.visits.states import VisitState
from tests.integration.dispatch.proposals import proposal_of
from tests.integration.visits.world import (
    Work,
    World,
    add_absence,
    add_project,
    at,
    make_world,
)
from tests.support.clock import TestClock


def visit_now(visit_id: int) -> Visit:
    return session().get_one(Visit, visit_id, populate_existing=True)


def open_visits(world: World, count: int) -> list[int]:
    return [add_project(world, Work())[0].id for _ in range(count)]


def outcomes(proposal_id: int) -> dict[int, ChangeOutcome | None]:
    return {each.visit_id: each.outcome for each in queries.changes_of(proposal_id)}


def test_publishing_books_crews_and_raises_the_plan(dispatching: World) -> None:
    one, two = open_visits(dispatching, 2)
    ann, bob = dispatching.technicians
    proposal_id = proposal_of(dispatching, {one: ([ann], at(9)), two: ([bob], at(9))})
    done = publish(proposal_id, version=1)
    assert (done.applied, done.dropped, done.plan_version) == (2, [], 2)
    visit = visit_now(one)
    assert (visit.state, visit.starts_at) == (VisitState.PLANNED, at(9))
    assert (visit.travel_seconds, visit.human_edited) == (600, False)
    assert set(outcomes(proposal_id).values()) == {ChangeOutcome.APPLIED}
    assert queries.proposal(proposal_id).state is ProposalState.PUBLISHED


def test_a_swap_is_published_in_one_go(dispatching: World) -> None:
    one, two = open_visits(dispatching, 2)
    ann, bob = dispatching.technicians
    for visit_id, person in ((one, ann), (two, bob)):
        assign_visit(visit_id, [person], at(9))
        unpin(visit_id)
    swap = proposal_of(dispatching, {one: ([bob], at(9)), two: ([ann], at(9))})
    assert publish(swap).applied == 2
    crews = assignments_of([one, two])
    assert [crews[key][0].technician_id for key in (one, two)] == [bob, ann]


def test_a_visit_is_taken_out_of_the_plan(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    assign_visit(one, dispatching.technicians[:1], at(9))
    unpin(one)
    assert publish(proposal_of(dispatching, {one: None})).applied == 1
    assert visit_now(one).state is VisitState.OPEN


def test_only_the_chosen_changes_are_published(dispatching: World) -> None:
    one, two = open_visits(dispatching, 2)
    ann, bob = dispatching.technicians
    proposal_id = proposal_of(dispatching, {one: ([ann], at(9)), two: ([bob], at(9))})
    chosen = next(c.id for c in queries.changes_of(proposal_id) if c.visit_id == two)
    assert publish(proposal_id, [chosen]).applied == 1
    assert outcomes(proposal_id) == {
        one: ChangeOutcome.LEFT_OUT,
        two: ChangeOutcome.APPLIED,
    }
    assert visit_now(one).state is VisitState.OPEN


def test_a_change_of_another_proposal_is_refused(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    proposal_id = proposal_of(dispatching, {one: None})
    with pytest.raises(InvalidError) as refused:
        publish(proposal_id, [10**9])
    assert [fault.code for fault in refused.value.faults] == ["unknown_change"]


def test_the_second_of_two_proposals_is_told_that_the_plan_moved(
    dispatching: World,
) -> None:
    one, two = open_visits(dispatching, 2)
    first = proposal_of(dispatching, {one: (dispatching.technicians[:1], at(9))})
    second = proposal_of(dispatching, {two: (dispatching.technicians[:1], at(14))})
    publish(first)
    with pytest.raises(PlanMovedError):
        publish(second)
    assert visit_now(two).state is VisitState.OPEN
    assert queries.proposal(second).state is ProposalState.OPEN


def test_what_a_person_did_meanwhile_wins_and_the_rest_is_published(
    dispatching: World,
) -> None:
    one, two, three = open_visits(dispatching, 3)
    ann, bob = dispatching.technicians
    proposal_id = proposal_of(
        dispatching,
        {one: ([ann], at(9)), two: ([bob], at(9)), three: ([bob], at(14))},
    )
    assign_visit(one, [bob], at(9))
    done = publish(proposal_id)
    assert done.applied == 1
    assert {each.visit_id for each in done.dropped} == {one, two}
    assert visit_now(one).human_edited
    assert visit_now(two).state is VisitState.OPEN
    assert visit_now(three).state is VisitState.PLANNED
    whys = {each.visit_id: each.why for each in done.dropped}
    assert "person changed" in whys[one]
    assert "is with WO-T-" in whys[two]


def test_a_start_that_went_by_is_not_published(
    dispatching: World, clock: TestClock
) -> None:
    one, two = open_visits(dispatching, 2)
    ann, bob = dispatching.technicians
    proposal_id = proposal_of(dispatching, {one: ([ann], at(9)), two: ([bob], at(14))})
    clock.advance(at(12) - at(0.5))
    done = publish(proposal_id)
    assert [(each.visit_id, each.why) for each in done.dropped] == [
        (one, "That time is past.")
    ]
    assert visit_now(one).state is VisitState.OPEN
    assert visit_now(two).state is VisitState.PLANNED


def test_a_pin_made_meanwhile_wins(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    assign_visit(one, dispatching.technicians[:1], at(9))
    unpin(one)
    proposal_id = proposal_of(dispatching, {one: (dispatching.technicians[1:], at(9))})
    pin(one)
    assert publish(proposal_id).applied == 0


def test_an_illness_reported_meanwhile_drops_the_change(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    ann = dispatching.technicians[0]
    proposal_id = proposal_of(dispatching, {one: ([ann], at(9))})
    add_absence(ann, at(8), at(12))
    (lost,) = publish(proposal_id).dropped
    assert "absent" in lost.why


def test_a_chain_drops_from_where_it_broke(dispatching: World) -> None:
    first, second = (v.id for v in add_project(dispatching, Work(), Work()))
    crew = dispatching.technicians[:1]
    proposal_id = proposal_of(
        dispatching, {first: (crew, at(9)), second: (crew, at(14))}
    )
    assign_visit(first, dispatching.technicians[1:], at(14))
    unassign_visit(first)
    assert {each.visit_id for each in publish(proposal_id).dropped} == {first, second}


def test_a_proposal_that_failed_its_check_is_never_published(
    dispatching: World,
) -> None:
    (one,) = open_visits(dispatching, 1)
    broken = [{"rule": "window", "detail": "starts outside", "visit": "v1"}]
    proposal_id = proposal_of(
        dispatching, {one: (dispatching.technicians[:1], at(9))}, broken
    )
    with pytest.raises(ProposalRefusedError, match="window"):
        publish(proposal_id)
    assert visit_now(one).state is VisitState.OPEN


def test_a_proposal_is_published_once_at_the_version_seen(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    proposal_id = proposal_of(dispatching, {one: (dispatching.technicians[:1], at(9))})
    with pytest.raises(StaleError):
        publish(proposal_id, version=7)
    publish(proposal_id, version=1)
    with pytest.raises(IllegalMoveError):
        publish(proposal_id)
    with pytest.raises(IllegalMoveError):
        drop(proposal_id)


def test_a_dropped_proposal_changes_nothing(dispatching: World) -> None:
    (one,) = open_visits(dispatching, 1)
    proposal_id = proposal_of(dispatching, {one: (dispatching.technicians[:1], at(9))})
    with pytest.raises(StaleError):
        drop(proposal_id, 7)
    assert drop(proposal_id, 1).state is ProposalState.DROPPED
    assert visit_now(one).state is VisitState.OPEN


def test_another_organisation_s_proposal_is_as_good_as_absent(
    dispatching: World,
) -> None:
    other = make_world(code="beijing")
    assert other.territory_id != dispatching.territory_id
    foreign = proposal_of(other, {})
    for proposal_id in (foreign, 10**9):
        with pytest.raises(NotFoundError):
            publish(proposal_id)
