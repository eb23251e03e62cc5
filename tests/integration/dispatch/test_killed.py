"""A worker that is killed leaves a run that the next one completes."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import psycopg

from app.core.actor import SYSTEM, acting_as
from app.dispatch import queries
from app.dispatch.actions import Wanted, request_plan, solve_run
from app.dispatch.states import RunState
from tests.integration.visits.world import MONDAY, Work, World, add_project
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.conditions import eventually

WORKER = """
import sys
from app import create_app
from app.core.actor import SYSTEM, acting_as
from app.dispatch.actions import solve_run
with create_app().app_context(), acting_as(SYSTEM):
    solve_run(int(sys.argv[1]))
"""
BEATING = "SELECT FROM plan_runs WHERE progress ? 'best_cost'"


def test_a_killed_worker_s_run_is_done_by_the_next(
    dispatching: World, database: Database, clock: TestClock
) -> None:
    for _ in range(3):
        add_project(dispatching, Work(), Work())
    run = request_plan(dispatching.territory_id, Wanted(MONDAY, 5, 2))
    environment = os.environ | {
        "DATABASE_URL": database.app_url,
        "PAIGONG_TEST_CLOCK": "1",
        "PAIGONG_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", WORKER, str(run.id)]
    with subprocess.Popen(command, env=environment) as worker:
        with psycopg.connect(database.superuser_url, autocommit=True) as connection:
            eventually(lambda: connection.execute(BEATING).fetchone() is not None)
        worker.send_signal(signal.SIGKILL)
    assert queries.run(run.id).state is RunState.RUNNING
    clock.advance(timedelta(seconds=30))
    with acting_as(SYSTEM):
        solve_run(run.id)
    done = queries.run(run.id)
    assert (done.state, done.attempt) == (RunState.DONE, 2)
    proposal = queries.proposal_of_run(run.id)
    assert proposal is not None
    assert proposal.violations == []
