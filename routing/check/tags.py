from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def tags(case: Case) -> Iterator[Violation]:
    """Each seat's tags are on its shift."""
    for each in case.planned:
        missing = each.visit.seat(each.stop.seat).tags - each.shift.tags
        if missing:
            detail = f"needs {', '.join(sorted(missing))}"
            yield Violation(Rule.TAG_MISSING, detail, each.visit.id, each.shift.id)
