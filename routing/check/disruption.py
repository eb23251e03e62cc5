from collections.abc import Iterator

from routing.check.case import Case, Planned, Violation
from routing.model import Disruption, Rule


def disruption(case: Case) -> Iterator[Violation]:
    """No more committed visits move than the budget allows."""
    budget = case.book.problem.policy.disruption.budget
    names = moved(case)
    if budget is not None and len(names) > budget:
        detail = f"{len(names)} committed visits move, {budget} may"
        yield Violation(Rule.DISRUPTION, detail, names[-1])


def moved(case: Case) -> tuple[str, ...]:
    """Return the committed visits that are planned elsewhere or at another time."""
    terms = case.book.problem.policy.disruption
    return tuple(name for name, stops in case.crews.items() if _has_moved(stops, terms))


def _has_moved(stops: tuple[Planned, ...], terms: Disruption) -> bool:
    committed = stops[0].visit.committed
    if committed is None:
        return False
    if sorted(committed.shifts) != sorted(each.shift.id for each in stops):
        return True
    if committed.start is None:
        return False
    return abs(stops[0].stop.start - committed.start) > terms.tolerance
