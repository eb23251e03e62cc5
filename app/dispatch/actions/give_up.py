"""Runs that every worker has forsaken come to an end, and say so."""

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import Transaction, transaction
from app.dispatch import queries
from app.dispatch.actions.telling import tell_run
from app.dispatch.models import PlanRun
from app.dispatch.rules.beats import LOST, is_silent
from app.dispatch.states import RunState, move_run


def is_lost(run: PlanRun) -> bool:
    """Whether nobody has worked on a running run for long."""
    return run.state is RunState.RUNNING and is_silent(run.beat_at, now(), LOST)


def give_up(tx: Transaction, run: PlanRun) -> None:
    """End a locked run that is lost."""
    run.state = move_run(run.state, RunState.FAILED)
    run.failure = "Its worker was lost and no other took it over."
    run.finished_at = now()
    run.version += 1
    session().flush()
    tell_run(tx, run)


def end_lost_runs() -> None:
    """End what is lost without anybody asking for a new run.

    Its job was given up, for it took too many workers down.
    """
    with acting_as(SYSTEM), transaction() as tx:
        for run in queries.silent_runs(now() - LOST):
            give_up(tx, run)
