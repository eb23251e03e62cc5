"""Plan visits of technicians: problem in, solution out.

>>> from routing import loads_problem, solve, check
>>> problem = loads_problem(open("problem.json").read())
>>> solution = solve(problem, seconds=5, seed=1)
>>> check(problem, solution)
()
"""

from collections.abc import Callable
from dataclasses import replace

from routing.check import Violation, check
from routing.engines.base import AFTER_CANCEL, Control, Limits, Progress, explaining
from routing.engines.registry import engine as engine_named
from routing.engines.state.instance import compile_problem
from routing.errors import DocumentError, Fault, RoutingError
from routing.explain import apply_change, explain, explain_compiled
from routing.formats.native import (
    load_problem,
    load_solution,
    loads_problem,
    loads_solution,
    problem_faults,
    write_problem,
    write_solution,
)
from routing.model import Problem, Solution, StoppedBy
from routing.rank import Insertion, rank_insertions
from routing.validate import faults as validate


def solve(
    problem: Problem,
    *,
    engine: str = "auto",
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return the best solution of `problem` found within the limits.

    Whatever could not be planned is listed as unassigned, with reasons and remedies.

    Parameters
    ----------
    problem
        A problem without faults, as `load_problem` returns it.
    engine
        ``auto``, ``construct`` or ``ortools``.
    seconds, iterations
        When to stop, at whichever comes first; 10 seconds when neither is given.
    seed
        The same problem, seed and iterations give the same solution.
    progress
        Called with each `Progress` event, at most five times a second.
    cancelled
        Asked often; once it returns true the best so far is returned.

    Raises
    ------
    DocumentError
        When the problem has faults, with all of them.
    UnknownEngineError
        When no engine has that name.
    """
    found = validate(problem)
    if found:
        raise DocumentError(found)
    limits = Limits(seconds, iterations)
    control = Control(limits, seed=seed, progress=progress, cancelled=cancelled)
    plan, instance = engine_named(engine), compile_problem(problem)
    planned = plan(instance, control.within(explaining(limits)))
    left = control.remaining
    if planned.stopped_by is StoppedBy.CANCELLED:
        left = min(left, AFTER_CANCEL)
    return replace(planned, unassigned=explain_compiled(instance, planned, left))


__all__ = [
    "DocumentError",
    "Fault",
    "Insertion",
    "Problem",
    "Progress",
    "RoutingError",
    "Solution",
    "Violation",
    "apply_change",
    "check",
    "explain",
    "load_problem",
    "load_solution",
    "loads_problem",
    "loads_solution",
    "problem_faults",
    "rank_insertions",
    "solve",
    "validate",
    "write_problem",
    "write_solution",
]
