from collections import Counter
from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def accounting(case: Case) -> Iterator[Violation]:
    """Every visit is planned or unassigned, once, on shifts and seats that exist."""
    yield from _routes(case)
    yield from _stops(case)
    left_out = Counter(each.visit for each in case.solution.unassigned)
    seen = {stop.visit for route in case.solution.routes for stop in route.stops}
    for name, times in left_out.items():
        if name not in case.book.visits:
            yield _broken("There is no such visit", visit=name)
        if times > 1:
            yield _broken("It is listed as unassigned twice", visit=name)
        if name in seen:
            yield _broken("It is both planned and unassigned", visit=name)
    for name in case.book.visits:
        if name not in seen and name not in left_out:
            yield _broken("It is neither planned nor unassigned", visit=name)


def _routes(case: Case) -> Iterator[Violation]:
    used = Counter(route.shift for route in case.solution.routes)
    for route in case.solution.routes:
        if route.shift not in case.book.shifts:
            yield _broken("There is no such shift", shift=route.shift)
        if not route.stops:
            yield _broken("The route has no visits", shift=route.shift)
    for name, times in used.items():
        if times > 1:
            yield _broken(f"It has {times} routes", shift=name)


def _stops(case: Case) -> Iterator[Violation]:
    taken = Counter(
        (stop.visit, stop.seat)
        for route in case.solution.routes
        for stop in route.stops
    )
    for (name, seat), times in taken.items():
        visit = case.book.visits.get(name)
        if visit is None:
            yield _broken("There is no such visit", visit=name)
        elif seat >= len(visit.crew):
            yield _broken(f"It has no seat {seat}", visit=name)
        elif times > 1:
            yield _broken(f"Seat {seat} is planned {times} times", visit=name)


def _broken(
    detail: str, *, visit: str | None = None, shift: str | None = None
) -> Violation:
    return Violation(Rule.ACCOUNTING, detail, visit, shift)
