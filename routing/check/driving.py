from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule
from routing.travel import FORBIDDEN


def driving(case: Case) -> Iterator[Violation]:
    """Nobody arrives sooner than the drive and the breaks on the way allow."""
    for route in case.routes:
        for leg in case.drives(route):
            where = (leg.visit, leg.shift.id)
            spent = leg.arrives - leg.leaves - leg.resting
            if leg.seconds >= FORBIDDEN:
                detail = "travels where travel is forbidden"
                yield Violation(Rule.FORBIDDEN_TRAVEL, detail, *where)
            elif spent < leg.seconds:
                detail = f"takes {spent} s for a drive of {leg.seconds} s"
                yield Violation(Rule.TRAVEL_TIME, detail, *where)
