from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import ForbiddenError, InvalidError, NotFoundError
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.actions import (
    Wanted,
    cancel_run,
    end_lost_runs,
    plan_every_territory,
    request_plan,
    solve_run,
)
from app.dispatch.actions.claim import claim
from app.dispatch.actions.propose import propose
from app.dispatch.bridge.planning import Run, Standing, plan
from app.dispatch.bridge.process import Limits
from app.dispatch.errors import RunUnderWayError, SolverError
from app.dispatch.models import PlanRun
from app.dispatch.rules.facts import Snapshot
from app.dispatch.states import RunState
from app.organisations.models import AuditEntry
from tests.integration.visits.world import (
    MONDAY,
    Work,
    World,
    add_project,
    make_world,
)
from tests.support.clock import TestClock

WANTED = Wanted(MONDAY, 5, 1, 1)
Report = Callable[[Standing], bool]


def solve(run_id: int, planner: Callable[..., Run] = plan) -> PlanRun:
    with acting_as(SYSTEM):
        solve_run(run_id, planner)
    return queries.run(run_id)


def test_one_run_of_a_territory_at_a_time(dispatching: World) -> None:
    request_plan(dispatching.territory_id, WANTED)
    with pytest.raises(RunUnderWayError):
        request_plan(dispatching.territory_id, WANTED)


def test_the_past_is_not_planned(dispatching: World) -> None:
    with pytest.raises(InvalidError) as refused:
        request_plan(dispatching.territory_id, Wanted(date(2020, 1, 1), 1, 1))
    assert [fault.pointer for fault in refused.value.faults] == ["/from_day"]


def test_only_the_territory_s_dispatchers_plan_it(dispatching: World) -> None:
    other = make_world(code="beijing")
    assert other.territory_id != dispatching.territory_id
    with pytest.raises(ForbiddenError):
        request_plan(other.territory_id, WANTED)
    with pytest.raises(NotFoundError):
        request_plan(10**9, WANTED)


def test_a_queued_run_is_cancelled_at_once(dispatching: World) -> None:
    run = request_plan(dispatching.territory_id, WANTED)
    assert cancel_run(run.id).state is RunState.CANCELLED
    assert solve(run.id).state is RunState.CANCELLED
    assert cancel_run(run.id).state is RunState.CANCELLED


def test_a_cancel_stops_the_optimiser_and_nothing_is_proposed(
    dispatching: World,
) -> None:
    for _ in range(3):
        add_project(dispatching, Work(), Work())
    run = request_plan(dispatching.territory_id, Wanted(MONDAY, 5, 600))

    def planner(snapshot: Snapshot, limits: Limits, report: Report) -> Run:
        def tell(standing: Standing) -> bool:
            if standing.cost is not None:
                with acting_as(dispatching.dispatcher):
                    cancel_run(run.id)
            return report(standing)

        return plan(snapshot, limits, tell)

    done = solve(run.id, planner)
    assert (done.state, done.failure) == (RunState.CANCELLED, None)
    assert done.progress["curve"]
    assert queries.proposal_of_run(run.id) is None


def test_a_failure_is_told_in_words(dispatching: World) -> None:
    def planner(*_: object) -> Run:
        raise SolverError("Out of memory: plan fewer days.")

    run = request_plan(dispatching.territory_id, WANTED)
    done = solve(run.id, planner)
    assert (done.state, done.failure) == (
        RunState.FAILED,
        "Out of memory: plan fewer days.",
    )


def test_a_fault_of_the_program_ends_the_run_too(dispatching: World) -> None:
    def planner(*_: object) -> Run:
        raise KeyError("x")

    run = request_plan(dispatching.territory_id, WANTED)
    done = solve(run.id, planner)
    assert done.state is RunState.FAILED
    assert "KeyError" in (done.failure or "")


def test_a_lost_database_leaves_the_run_to_the_next_try(
    dispatching: World, clock: TestClock
) -> None:
    def planner(*_: object) -> Run:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    run = request_plan(dispatching.territory_id, WANTED)
    with pytest.raises(OperationalError):
        solve(run.id, planner)
    session().rollback()
    assert queries.run(run.id).state is RunState.RUNNING
    clock.advance(timedelta(seconds=30))
    assert solve(run.id).state is RunState.DONE


def test_a_worker_taken_for_dead_writes_nothing_more(
    dispatching: World, clock: TestClock
) -> None:
    add_project(dispatching, Work())
    run = request_plan(dispatching.territory_id, WANTED)
    with acting_as(SYSTEM):
        first = claim(run.id)
        assert first == 1
        with transaction():
            snapshot = queries.snapshot_of(queries.run(run.id))
        late = plan(snapshot, Limits(1, 1, 2048), lambda _: True)
        clock.advance(timedelta(seconds=30))
        assert claim(run.id) == 2
        propose(run.id, first, late)
    assert queries.proposal_of_run(run.id) is None
    assert queries.run(run.id).state is RunState.RUNNING


def test_every_territory_is_asked_for_by_night_but_those_at_work(
    dispatching: World,
) -> None:
    other = make_world(code="beijing")
    request_plan(dispatching.territory_id, WANTED)
    with acting_as(SYSTEM):
        plan_every_territory()
        runs = session().query(PlanRun).order_by(PlanRun.id).all()
        assert [run.territory_id for run in runs] == [
            dispatching.territory_id,
            other.territory_id,
        ]


def test_asking_and_cancelling_are_on_record(dispatching: World) -> None:
    cancel_run(request_plan(dispatching.territory_id, WANTED).id)
    actions = [row.action for row in session().query(AuditEntry).order_by("id")]
    assert actions[-2:] == ["plan.run", "plan.cancel"]


def test_a_run_whose_worker_is_gone_is_cancelled_at_once(
    dispatching: World, clock: TestClock
) -> None:
    run = request_plan(dispatching.territory_id, WANTED)
    with acting_as(SYSTEM):
        claim(run.id)
    assert cancel_run(run.id).state is RunState.RUNNING
    clock.advance(timedelta(seconds=30))
    assert cancel_run(run.id).state is RunState.CANCELLED


def test_a_forsaken_run_makes_way_for_a_new_one(
    dispatching: World, clock: TestClock
) -> None:
    run = request_plan(dispatching.territory_id, WANTED)
    with acting_as(SYSTEM):
        claim(run.id)
    clock.advance(timedelta(minutes=11))
    again = request_plan(dispatching.territory_id, WANTED)
    assert again.id != run.id
    assert "no other took it over" in (queries.run(run.id).failure or "")


def test_a_forsaken_run_ends_though_nobody_asks_for_another(
    dispatching: World, clock: TestClock
) -> None:
    run = request_plan(dispatching.territory_id, WANTED)
    with acting_as(SYSTEM):
        claim(run.id)
    end_lost_runs()
    assert queries.run(run.id).state is RunState.RUNNING
    clock.advance(timedelta(minutes=11))
    end_lost_runs()
    assert queries.run(run.id).state is RunState.FAILED
    with acting_as(SYSTEM):
        assert claim(run.id) is None
