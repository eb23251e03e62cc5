from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def windows(case: Case) -> Iterator[Violation]:
    """A visit starts inside one of its windows, not before arrival, and lasts."""
    for each in case.planned:
        start, length = each.stop.start, each.stop.end - each.stop.start
        where = (each.visit.id, each.shift.id)
        inside = any(w.opens <= start <= w.closes for w in each.visit.windows)
        if each.visit.windows and not inside:
            yield Violation(
                Rule.WINDOW, f"starts at {start}, outside its windows", *where
            )
        if each.stop.arrival > start:
            detail = f"starts at {start}, before arrival at {each.stop.arrival}"
            yield Violation(Rule.TRAVEL_TIME, detail, *where)
        if length != each.visit.duration:
            detail = f"lasts {length} s, not {each.visit.duration} s"
            yield Violation(Rule.DURATION, detail, *where)
