"""Whose run it is: a claim that others see beating, fenced by its attempt."""

import time
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.actions.telling import tell_run
from app.dispatch.models import PlanRun
from app.dispatch.rules.beats import is_silent
from app.dispatch.states import AT_WORK, RunState, move_run

LOOK_AGAIN_SECONDS: Final = 1.0


def claim(run_id: int) -> int | None:
    """Take the run and return our attempt; None when there is nothing left to do.

    While another process works on it we wait: should that one die, the run is ours.
    """
    while True:
        taken, over = _try(run_id)
        if taken is not None or over:
            return taken
        time.sleep(LOOK_AGAIN_SECONDS)


def _try(run_id: int) -> tuple[int | None, bool]:
    with transaction() as tx:
        run = queries.run_for_update(run_id)
        if run.state not in AT_WORK:
            return None, True
        at = now()
        if run.state is RunState.RUNNING and not is_silent(run.beat_at, at):
            return None, False
        over = run.cancel_requested
        run.state = move_run(
            run.state, RunState.CANCELLED if over else RunState.RUNNING
        )
        run.attempt += 1
        run.version += 1
        run.beat_at = at
        run.started_at = run.started_at or at
        run.finished_at = at if over else None
        tell_run(tx, run)
        attempt = None if over else run.attempt
    return attempt, over


def beat(run_id: int, attempt: int, progress: dict[str, Any]) -> bool:
    """Write how far the run is; False once it is cancelled or no longer ours.

    A database that is away for a moment does not end the search.
    """
    try:
        with transaction() as tx:
            run = session().scalar(
                update(PlanRun)
                .where(
                    PlanRun.id == run_id,
                    PlanRun.attempt == attempt,
                    PlanRun.state == RunState.RUNNING,
                )
                .values(progress=progress, beat_at=now(), version=PlanRun.version + 1)
                .returning(PlanRun)
            )
            if run is None or run.cancel_requested:
                return False
            tell_run(tx, run)
    except OperationalError:
        return True
    finally:
        # No transaction stays open while the optimiser works.
        session().close()
    return True
