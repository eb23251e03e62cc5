"""Why visits are left out, proven by the checker, and what would let them in."""

from time import perf_counter
from typing import Final

from routing.check import Book
from routing.engines.state.instance import compile_problem
from routing.engines.state.report import resume
from routing.engines.state.slots import Slots
from routing.explain.apply import apply_change
from routing.explain.codes import PROOFS, Code
from routing.explain.reasons import Scene, reasons
from routing.explain.remedies import Remedies
from routing.explain.trial import Trials
from routing.model import Problem, Solution, Unassigned

_IN_A_HURRY: Final = 6
"""Shifts looked at for each visit once the time is over."""


def explain(
    problem: Problem, solution: Solution, *, seconds: float = float("inf")
) -> tuple[Unassigned, ...]:
    """Return the unassigned of `solution` with reasons and proven remedies.

    Parameters
    ----------
    problem, solution
        A problem without faults and a solution that passes `check`.
    seconds
        What it may take. Reasons come first and for every visit; remedies follow
        while there is time.
    """
    if not solution.unassigned:
        return ()
    until = perf_counter() + seconds
    book = Book(problem)
    instance = compile_problem(problem, book.legs)
    plan = resume(instance, solution)
    scene = Scene(plan, Slots(plan), Trials.of(book, instance))
    found: list[Unassigned] = []
    for each in solution.unassigned:
        late = perf_counter() >= until
        most = _IN_A_HURRY if late else None
        visit = instance.visit_index[each.visit]
        found.append(Unassigned(each.visit, reasons(scene, visit, most_shifts=most)))
    return _with_remedies(plan_of=scene, found=found, until=until)


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


__all__ = ["PROOFS", "Code", "apply_change", "explain"]
