"""Why visits are left out, proven by the checker, and what would let them in."""

from time import perf_counter
from typing import Final

from routing.check import Book
from routing.engines.state.instance import Instance, compile_problem
from routing.engines.state.report import resume
from routing.engines.state.slots import Slots
from routing.explain.apply import apply_change
from routing.explain.codes import PROOFS, Code
from routing.explain.reasons import Scene, reasons
from routing.explain.remedies import Remedies
from routing.explain.trial import Trials
from routing.model import Problem, Reason, Solution, Unassigned

_IN_A_HURRY: Final = 6
"""Shifts looked at for each visit once the time is over."""

_GRACE: Final = 0.1
"""Seconds over time in which visits are still looked at."""

_UNKNOWN: Final = (Reason(Code.NOT_EXAMINED.value, "it was not looked at"),)


def explain(
    problem: Problem, solution: Solution, *, seconds: float = float("inf")
) -> tuple[Unassigned, ...]:
    """Return the unassigned of `solution` with reasons and proven remedies.

    Parameters
    ----------
    problem, solution
        A problem without faults and a solution that passes `check`.
    seconds
        What it may take. Reasons come first, fewer when the time is over; remedies
        follow while there is time.
    """
    if not solution.unassigned:
        return ()
    return explain_compiled(compile_problem(problem), solution, seconds)


def explain_compiled(
    instance: Instance, solution: Solution, seconds: float
) -> tuple[Unassigned, ...]:
    """Do as `explain` does, for who has compiled the problem already."""
    if not solution.unassigned:
        return ()
    until = perf_counter() + seconds
    plan = resume(instance, solution)
    if plan is None:
        return tuple(Unassigned(each.visit, _UNKNOWN) for each in solution.unassigned)
    book = Book(instance.problem, instance.legs)
    scene = Scene(plan, Slots(plan), Trials.of(book, instance))
    found = [
        Unassigned(each.visit, _reasons(scene, each.visit, until))
        for each in solution.unassigned
    ]
    return _with_remedies(plan_of=scene, found=found, until=until)


def _reasons(scene: Scene, name: str, until: float) -> tuple[Reason, ...]:
    """Look less closely when the time is over, and not at all a little later."""
    late = perf_counter() - until
    if late > _GRACE:
        return _UNKNOWN
    visit = scene.instance.visit_index[name]
    return reasons(scene, visit, most_shifts=_IN_A_HURRY if late >= 0 else None)


def _with_remedies(
    *, plan_of: Scene, found: list[Unassigned], until: float
) -> tuple[Unassigned, ...]:
    if perf_counter() >= until or not plan_of.instance.duties:
        return tuple(found)
    remedies = Remedies(plan_of.plan)
    for at, each in enumerate(found):
        if perf_counter() >= until:
            break
        visit = plan_of.instance.visit_index[each.visit]
        found[at] = Unassigned(each.visit, each.reasons, remedies.of(visit))
    return tuple(found)


__all__ = ["PROOFS", "Code", "apply_change", "explain", "explain_compiled"]
