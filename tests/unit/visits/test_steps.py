"""What is done, what comes next, and whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.projects.states import ProjectState
from app.visits.rules.steps import (
    Step,
    StepState,
    StepVisit,
    Turn,
    Whose,
    Why,
    next_visit,
    rest_before,
    step_state,
    turn,
)
from app.visits.states import FailureReason, VisitState
from app.work_orders.states import WorkOrderState

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
_S = VisitState
_O = WorkOrderState


def visit(state: VisitState, hour: float | None = 1, **facts: object) -> StepVisit:
    start = None if hour is None else AT + hour * HOUR
    blank = StepVisit(
        id=1,
        part=1,
        parts=1,
        state=state,
        starts_at=start,
        ends_at=start and start + HOUR,
        promise_start=None,
        promise_end=None,
        travel_seconds=None,
        departed_at=None,
        arrived_at=None,
        work_started_at=None,
        work_ended_at=None,
        failure_reason=None,
    )
    return replace(blank, **facts)  # type: ignore[arg-type] # each by its name


def step(order: WorkOrderState, *visits: StepVisit, **facts: object) -> Step:
    blank = Step(
        work_order_id=1,
        site_id=1,
        kind=WorkKind.DELIVERY,
        state=step_state(order, visits),
        order_state=order,
        follow_up_of_id=None,
        visits=visits,
    )
    return replace(blank, **facts)  # type: ignore[arg-type] # each by its name


@pytest.mark.parametrize(
    ("order", "visits", "state"),
    [
        (_O.DRAFT, [], StepState.WAITING),
        (_O.READY, [visit(_S.OPEN, None)], StepState.WAITING),
        (_O.READY, [visit(_S.TENTATIVE)], StepState.WAITING),
        (_O.SCHEDULED, [visit(_S.PLANNED)], StepState.PLANNED),
        (_O.SCHEDULED, [visit(_S.EN_ROUTE)], StepState.UNDER_WAY),
        (_O.IN_PROGRESS, [visit(_S.DONE), visit(_S.PLANNED)], StepState.UNDER_WAY),
        (_O.IN_PROGRESS, [visit(_S.DONE)], StepState.CHECKING),
        (_O.IN_PROGRESS, [visit(_S.DONE), visit(_S.CANCELLED)], StepState.CHECKING),
        (_O.WORK_DONE, [visit(_S.DONE)], StepState.CHECKING),
        (_O.VERIFIED, [visit(_S.DONE)], StepState.DONE),
        (_O.CLOSED, [], StepState.DONE),
        (_O.CANNOT_COMPLETE, [visit(_S.FAILED)], StepState.STOPPED),
    ],
)
def test_a_step_is_as_far_as_its_order_and_visits(
    order: WorkOrderState, visits: list[StepVisit], state: StepState
) -> None:
    assert step_state(order, visits) is state


def test_who_is_there_is_next_before_whoever_comes_earlier() -> None:
    early = step(_O.SCHEDULED, visit(_S.PLANNED, 1))
    there = step(_O.IN_PROGRESS, visit(_S.WORKING, 5))
    later = step(_O.SCHEDULED, visit(_S.CONFIRMED, 9))
    assert next_visit([later, early, there]) == (there, there.visits[0])
    assert next_visit([later, early]) == (early, early.visits[0])
    assert next_visit([step(_O.DRAFT, visit(_S.OPEN, None))]) is None


def test_who_is_on_the_way_is_expected_after_the_usual_travel() -> None:
    facts = {"departed_at": AT, "travel_seconds": 1800}
    coming = visit(_S.EN_ROUTE, 3, **facts)
    assert coming.expected_at(AT) == AT + HOUR / 2
    assert coming.expected_at(AT + HOUR) == AT + HOUR
    assert visit(_S.EN_ROUTE, 3).expected_at(AT) == AT + 3 * HOUR
    # Neither a start that is over nor one that is far says when.
    assert visit(_S.EN_ROUTE, 3).expected_at(AT + 4 * HOUR) is None
    assert visit(_S.EN_ROUTE, 30).expected_at(AT) is None
    assert visit(_S.EN_ROUTE, None).expected_at(AT) is None
    assert visit(_S.ON_SITE, 3, **facts).expected_at(AT) is None


def test_a_rest_begins_when_the_work_before_really_ended() -> None:
    ended = {"work_ended_at": AT + 2 * HOUR}
    before = step(_O.WORK_DONE, visit(_S.DONE, 0, **ended))
    lags = [(1, 3600), (2, 60)]
    assert rest_before(lags, {1: before}, AT) == AT + 3 * HOUR
    assert rest_before(lags, {1: before}, AT + 3 * HOUR) is None
    assert rest_before([(1, 0)], {1: before}, AT) is None
    open_one = step(_O.SCHEDULED, visit(_S.PLANNED))
    assert rest_before(lags, {1: open_one}, AT) is None


@pytest.mark.parametrize(
    ("project", "why"),
    [
        (ProjectState.CANCELLED, Why.CANCELLED),
        (ProjectState.ON_HOLD, Why.ON_HOLD),
        (ProjectState.WARRANTY, Why.FINISHED),
        (ProjectState.CLOSED, Why.FINISHED),
    ],
)
def test_what_is_over_or_rests_is_nobodys_turn(project: ProjectState, why: Why) -> None:
    assert turn(project, [step(_O.SCHEDULED, visit(_S.PLANNED))]) == Turn(
        Whose.NOBODY, why
    )


def test_our_turn_is_to_plan_to_come_to_work_or_to_check() -> None:
    project = ProjectState.DELIVERING
    coming = Turn(Whose.US, Why.COMING, AT + HOUR)
    assert turn(project, []) == Turn(Whose.US, Why.PLANNING)
    assert turn(project, [step(_O.SCHEDULED, visit(_S.PLANNED))]) == coming
    for state, why in ((_S.EN_ROUTE, Why.ON_THE_WAY), (_S.PAUSED, Why.AT_WORK)):
        assert turn(project, [step(_O.SCHEDULED, visit(state))]).why is why
    done = [step(_O.WORK_DONE, visit(_S.DONE)), step(_O.CLOSED)]
    assert turn(project, done).why is Why.CHECKING


def test_the_acceptance_is_the_customers_unless_somebody_is_there() -> None:
    project = ProjectState.ACCEPTANCE
    assert turn(project, [step(_O.CLOSED)]) == Turn(Whose.CUSTOMER, Why.ACCEPTANCE)
    assert turn(project, [step(_O.SCHEDULED, visit(_S.WORKING))]).why is Why.AT_WORK


def test_a_place_that_is_not_ready_is_the_customers_turn_until_we_planned_anew() -> (
    None
):
    reason = FailureReason.NOT_READY
    failed = step(_O.CANNOT_COMPLETE, visit(_S.FAILED, 0, failure_reason=reason))
    rest = step(_O.READY, visit(_S.OPEN, None), work_order_id=2, follow_up_of_id=1)
    project = ProjectState.DELIVERING
    theirs = Turn(Whose.CUSTOMER, Why.SITE_NOT_READY, reason=reason)
    assert turn(project, [failed, rest]) == theirs
    planned = step(_O.SCHEDULED, visit(_S.PLANNED), follow_up_of_id=1)
    assert turn(project, [failed, planned]).why is Why.COMING
    ours = replace(failed.visits[0], failure_reason=FailureReason.MISSING_KIT)
    broken = replace(failed, visits=(ours,))
    assert turn(project, [broken, rest]).why is Why.PLANNING


def test_a_rest_is_times_turn_also_when_the_next_visit_is_planned() -> None:
    resting = step(_O.SCHEDULED, visit(_S.PLANNED, 30), resting_until=AT + 24 * HOUR)
    found = turn(ProjectState.INSTALLING, [step(_O.CLOSED), resting])
    assert found == Turn(Whose.TIME, Why.RESTING, AT + 24 * HOUR)


VISITS = st.builds(
    visit,
    st.sampled_from([s for s in VisitState if s is not _S.OPEN]),
    st.floats(0, 100),
)


@given(
    st.sampled_from(ProjectState),
    st.lists(st.tuples(st.sampled_from(WorkOrderState), st.lists(VISITS, max_size=3))),
)
def test_it_is_always_exactly_somebodys_turn(
    project: ProjectState, orders: list[tuple[WorkOrderState, list[StepVisit]]]
) -> None:
    steps = [step(order, *visits) for order, visits in orders]
    found = turn(project, steps)
    assert (found.why is Why.COMING) <= (next_visit(steps) is not None)
    assert found.whose in Whose
