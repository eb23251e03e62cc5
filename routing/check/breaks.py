from collections.abc import Iterator
from itertools import pairwise

from routing.check.case import Case, Violation
from routing.model import Break, Rest, Route, Rule, Shift


def breaks(case: Case) -> Iterator[Violation]:
    """Breaks that are owed are taken, in their windows, and not during a visit."""
    for route in case.routes:
        shift = case.book.shifts[route.shift]
        for detail in (*_taken(route, shift), *_clashes(route)):
            yield Violation(Rule.BREAK, detail, shift=shift.id)


def owed(rest: Break, route: Route) -> bool:
    """Tell whether `rest` fits neither before departure nor after the end."""
    before = route.start >= rest.earliest + rest.duration
    after = route.end <= rest.latest_end - rest.duration
    return not (before or after)


def _taken(route: Route, shift: Shift) -> Iterator[str]:
    open_breaks = list(shift.breaks)
    for rest in sorted(route.breaks, key=lambda each: each.start):
        match = next((each for each in open_breaks if _fits(rest, each)), None)
        if match is None:
            yield f"the break from {rest.start} to {rest.end} is none of the shift's"
        else:
            open_breaks.remove(match)
    for each in open_breaks:
        if owed(each, route):
            yield f"no break between {each.earliest} and {each.latest_end}"


def _fits(rest: Rest, given: Break) -> bool:
    inside = rest.start >= given.earliest and rest.end <= given.latest_end
    return inside and rest.end - rest.start == given.duration


def _clashes(route: Route) -> Iterator[str]:
    rests = sorted(route.breaks, key=lambda each: each.start)
    for one, two in pairwise(rests):
        if two.start < one.end:
            yield f"two breaks at {two.start}"
    for rest in rests:
        for stop in route.stops:
            if rest.start < stop.end and stop.start < rest.end:
                yield f"the break at {rest.start} falls into {stop.visit}"
