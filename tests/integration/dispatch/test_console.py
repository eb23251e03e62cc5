"""`paigong plan` and `paigong publish`, on the real clock: from today."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.dispatch import queries
from app.dispatch.models import PlanRun
from app.dispatch.states import RunState
from app.visits.actions import assign_visit
from tests.integration.dispatch.proposals import proposal_of
from tests.integration.visits.world import Work, World, add_project, at, make_world
from tests.support.cluster import Database
from tests.support.conditions import eventually
from tests.support.console import Paigong
from tests.support.jobs import RunJobs

PLAN = ("plan", "--territory", "shanghai", "--days", "10", "--seconds", "1")


@pytest.fixture
def world(app_context: Flask) -> World:
    assert app_context
    return make_world()


@pytest.fixture
def paigong(database: Database, tmp_path: Path, world: World) -> Paigong:
    assert world
    return Paigong(database, tmp_path)


def soon() -> datetime:
    """Return nine o'clock on a Monday that is still to come."""
    return at(9, day=7 * max(0, (now() - at(0)).days // 7 + 1))


def later(condition: Callable[[], bool], act: Callable[[], object]) -> threading.Thread:
    """Do something from outside once a condition holds."""

    def run() -> None:
        eventually(condition)
        act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def asked(database: Database, sql: str) -> Callable[[], bool]:
    def holds() -> bool:
        with psycopg.connect(database.superuser_url) as connection:
            return connection.execute(sql).fetchone() is not None

    return holds


def test_a_plan_is_made_here_when_no_worker_is_there(
    paigong: Paigong, world: World
) -> None:
    add_project(world, Work(), Work())
    add_project(world, Work(skills={"vrf": 5}))
    made = paigong(*PLAN)
    assert made.exit_code == 0, made.output
    assert "2 added, 0 moved, 0 removed, 0 unchanged; 1 without a place" in made.output
    assert "skill_missing" in made.output
    done = paigong("publish", "--territory", "shanghai")
    assert done.exit_code == 0, done.output
    assert "2 changes published as plan 2, 0 dropped out" in done.output
    again = paigong("publish", "--territory", "shanghai")
    assert again.exit_code == 1
    assert "Make one with: paigong plan --territory shanghai" in again.output


def test_a_worker_s_run_is_followed(
    paigong: Paigong, world: World, database: Database, run_jobs: RunJobs
) -> None:
    add_project(world, Work())
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    queued = asked(database, "SELECT FROM plan_runs WHERE state = 'queued'")
    helper = later(queued, run_jobs)
    made = paigong(*PLAN)
    helper.join()
    assert made.exit_code == 0, made.output
    assert "1 added" in made.output


@pytest.mark.parametrize("by_worker", [False, True], ids=["here", "by a worker"])
def test_ctrl_c_cancels(
    paigong: Paigong,
    world: World,
    database: Database,
    *,
    by_worker: bool,
) -> None:
    for _ in range(3):
        add_project(world, Work())
    if by_worker:
        with psycopg.connect(database.superuser_url) as connection:
            connection.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    state = "queued" if by_worker else "running"
    running = asked(database, f"SELECT FROM plan_runs WHERE state = '{state}'")
    helper = later(running, lambda: os.kill(os.getpid(), signal.SIGINT))
    made = paigong(*PLAN[:-1], "600")
    helper.join()
    assert made.exit_code == 1
    assert "Cancelled: nothing is proposed." in made.output
    with acting_as(SYSTEM):
        (run,) = session().query(PlanRun).populate_existing()
        assert run.state is RunState.CANCELLED
        assert queries.proposal_of_run(run.id) is None


def test_an_unknown_territory_is_told_with_those_there_are(paigong: Paigong) -> None:
    made = paigong("plan", "--territory", "atlantis")
    assert made.exit_code == 1
    assert "The codes are: shanghai." in made.output


def test_what_dropped_out_is_told(paigong: Paigong, world: World) -> None:
    visit = add_project(world, Work())[0]
    proposal_id = proposal_of(world, {visit.id: (world.technicians[:1], soon())})
    with acting_as(SYSTEM):
        assign_visit(visit.id, world.technicians[1:], soon())
    done = paigong("publish", "--proposal", str(proposal_id))
    assert done.exit_code == 1
    assert "A person changed the visit meanwhile." in done.output


def test_only_some_changes_are_published(paigong: Paigong, world: World) -> None:
    visits = [add_project(world, Work())[0].id for _ in range(2)]
    ann, bob = world.technicians
    wishes = {visits[0]: ([ann], soon()), visits[1]: ([bob], soon())}
    proposal_id = proposal_of(world, wishes)
    with acting_as(SYSTEM):
        change = queries.changes_of(proposal_id)[0].id
    done = paigong("publish", "--proposal", str(proposal_id), "--only", str(change))
    assert "1 changes published" in done.output


def test_publish_wants_one_of_two(paigong: Paigong) -> None:
    assert paigong("publish").exit_code == 2
    assert paigong("publish", "--proposal", "1", "--territory", "x").exit_code == 2


def test_a_broken_proposal_is_refused(paigong: Paigong, world: World) -> None:
    broken = [{"rule": "window", "detail": "too late", "visit": "v1"}]
    proposal_id = proposal_of(world, {}, broken)
    done = paigong("publish", "--proposal", str(proposal_id))
    assert done.exit_code == 1
    assert "plan again" in done.output
