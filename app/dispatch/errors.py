"""Named refusals about plans."""

from app.core.errors import ConflictError, PaigongError, refuse_on


class RunUnderWayError(ConflictError):
    code = "run_under_way"
    title = "A plan for this territory is being made already"


class PlanMovedError(ConflictError):
    code = "plan_moved"
    title = "Another plan was published meanwhile"


class ProposalRefusedError(ConflictError):
    code = "proposal_breaks_rules"
    title = "The proposal did not pass its check"


class SolverError(PaigongError):
    """The optimiser gave no answer; the text says what a person can do."""

    code = "solver_failed"
    title = "No plan could be made"


ONE_RUN_AT_WORK = "uq_plan_runs_one_at_work"


def under_way() -> RunUnderWayError:
    return RunUnderWayError(
        "Wait until the run of this territory is done, or cancel it first."
    )


refuse_on(ONE_RUN_AT_WORK, under_way)
