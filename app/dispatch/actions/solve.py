import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from flask import current_app
from sqlalchemy.exc import OperationalError

from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.actions.claim import beat, claim
from app.dispatch.actions.propose import propose
from app.dispatch.actions.telling import tell_run
from app.dispatch.bridge.planning import Run, Standing, plan
from app.dispatch.bridge.process import CancelledError, Limits
from app.dispatch.errors import SolverError
from app.dispatch.rules.facts import Snapshot
from app.dispatch.states import RunState, move_run
from config import Settings

#: Progress is written at most twice a second, and a cancel seen as often.
TELL_SECONDS: Final = 0.5
MOST_POINTS: Final = 200

_log = structlog.get_logger("paigong.dispatch")

Planner = Callable[[Snapshot, Limits, Callable[[Standing], bool]], Run]


def solve_run(run_id: int, planner: Planner = plan) -> None:
    """Make a proposal of a run, in a process of its own and on a snapshot.

    Safe to repeat: a run that is over is left alone, one whose worker died is done
    again from the start.
    """
    attempt = claim(run_id)
    if attempt is None:
        return
    try:
        snapshot, limits = _prepare(run_id)
        run = planner(snapshot, limits, Teller(run_id, attempt))
        propose(run_id, attempt, run)
    except CancelledError:
        _finish(run_id, attempt, RunState.CANCELLED)
    except SolverError as error:
        _finish(run_id, attempt, RunState.FAILED, error.detail)
    except OperationalError:
        # The database is away: the job is tried again, and finds the run unfinished.
        raise
    except Exception as error:  # noqa: BLE001 - the run must end, with words for it
        _log.exception("run failed", run=run_id)
        told = f"The program failed ({type(error).__name__}); the fault is logged."
        _finish(run_id, attempt, RunState.FAILED, told)


def _prepare(run_id: int) -> tuple[Snapshot, Limits]:
    settings: Settings = current_app.extensions["paigong-settings"]
    with transaction():
        run = queries.run(run_id)
        limits = Limits(run.seconds, run.seed, settings.solver_memory_mb)
        snapshot = queries.snapshot_of(run)
    session().close()
    return snapshot, limits


class Teller:
    """Writes progress down, not too often, and passes a cancel on."""

    def __init__(
        self, run_id: int, attempt: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._run_id, self._attempt, self._clock = run_id, attempt, clock
        self._told = float("-inf")
        self._last: Standing | None = None
        self._curve: list[list[float]] = []

    def __call__(self, standing: Standing) -> bool:
        """Take note; return False once the run should end."""
        self._note(standing)
        at = self._clock()
        if at - self._told < TELL_SECONDS:
            return True
        self._told = at
        return beat(self._run_id, self._attempt, self.progress(standing.elapsed))

    def _note(self, standing: Standing) -> None:
        if standing.cost is None:
            return
        best = self._last.cost if self._last else None
        # A later wave begins by putting back what is placed: not a step backwards.
        if best is not None and standing.cost >= best:
            return
        self._last = standing
        self._curve.append([round(standing.elapsed, 2), standing.cost])
        if len(self._curve) > MOST_POINTS:
            self._curve = self._curve[::2]

    def progress(self, elapsed: float) -> dict[str, Any]:
        last = self._last
        return {
            "elapsed": round(elapsed, 2),
            "best_cost": last.cost if last else None,
            "unassigned": last.unassigned if last else None,
            "iterations": last.iterations if last else 0,
            "wave": last.wave if last else 0,
            "curve": self._curve,
        }


def _finish(
    run_id: int, attempt: int, state: RunState, failure: str | None = None
) -> None:
    session().rollback()
    with transaction() as tx:
        run = queries.run_for_update(run_id)
        if run.attempt != attempt or run.state is not RunState.RUNNING:
            return
        # Whoever cancelled it does not want to hear of a failure.
        run.state = move_run(
            run.state, RunState.CANCELLED if run.cancel_requested else state
        )
        run.failure = failure
        run.finished_at = now()
        run.version += 1
        tell_run(tx, run)
