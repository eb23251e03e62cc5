from app.core.clock import now
from app.core.transaction import retry_conflicts, transaction
from app.dispatch import queries
from app.dispatch.actions.telling import tell_run
from app.dispatch.models import PlanRun
from app.dispatch.rules.beats import is_silent
from app.dispatch.states import AT_WORK, RunState, move_run
from app.organisations.actions import audit


@retry_conflicts
def cancel_run(run_id: int) -> PlanRun:
    """Stop a run: nothing is proposed. One that is over stays as it is.

    Whoever works on it sees the wish; where nobody does, it is cancelled here.
    """
    with transaction() as tx:
        run = queries.run_for_update(run_id, "plan:cancel")
        at = now()
        alone = run.state is RunState.QUEUED or is_silent(run.beat_at, at)
        if run.state not in AT_WORK or (run.cancel_requested and not alone):
            return run
        run.cancel_requested = True
        if alone:
            run.state = move_run(run.state, RunState.CANCELLED)
            run.finished_at = at
        run.version += 1
        audit.record(tx, run.owner_organisation_id, "plan.cancel", "run", run.id)
        tell_run(tx, run)
    return run
