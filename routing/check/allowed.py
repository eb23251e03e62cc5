from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def allowed(case: Case) -> Iterator[Violation]:
    """No seat is on a forbidden shift, nor on one that is not allowed."""
    for each in case.planned:
        chosen = each.visit.allowed_shifts
        barred = each.shift.id in each.visit.forbidden_shifts
        if barred or (chosen is not None and each.shift.id not in chosen):
            detail = "is forbidden here" if barred else "is not allowed here"
            where = (each.visit.id, each.shift.id)
            yield Violation(Rule.SHIFT_NOT_ALLOWED, detail, *where)
