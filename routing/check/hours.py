from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def hours(case: Case) -> Iterator[Violation]:
    """A route leaves after its shift starts and is over by the last second of it."""
    for route in case.routes:
        shift = case.book.shifts[route.shift]
        if route.start < shift.start.time:
            detail = f"leaves at {route.start}, before {shift.start.time}"
            yield Violation(Rule.SHIFT_START, detail, shift=shift.id)
        if route.end > shift.end.latest:
            detail = f"ends at {route.end}, after {shift.end.latest}"
            yield Violation(Rule.SHIFT_END, detail, shift=shift.id)
