"""Whether a solution keeps every rule, by arithmetic of its own."""

from collections.abc import Callable, Iterator

from routing.check.accounting import accounting
from routing.check.allowed import allowed
from routing.check.breaks import breaks
from routing.check.capacity import capacity
from routing.check.case import Book, Case, Violation
from routing.check.cost import components, cost
from routing.check.crews import crews
from routing.check.disruption import disruption
from routing.check.driving import driving
from routing.check.hours import hours
from routing.check.links import links
from routing.check.pins import pins
from routing.check.skills import skills
from routing.check.tags import tags
from routing.check.windows import windows
from routing.model import Problem, Solution

_RULES: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    skills,
    tags,
    allowed,
    capacity,
    windows,
    hours,
    driving,
    breaks,
    crews,
    links,
    pins,
    disruption,
)


def check(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Return every violation in `solution`; empty when it is right.

    Parameters
    ----------
    problem
        A problem without faults.
    solution
        Any solution document that could be read, from any engine.
    """
    case = Case(Book(problem), solution)
    sound = (*accounting(case), *rule_breaks(case))
    return (*sound, *cost(case))


def rule_breaks(case: Case) -> Iterator[Violation]:
    """Yield what the routes break, whoever is missing and whatever they cost."""
    for rule in _RULES:
        yield from rule(case)


__all__ = ["Book", "Case", "Violation", "check", "components", "rule_breaks"]
