from collections.abc import Iterator

from routing.check.case import Case, Planned, Violation
from routing.model import Pin, Rule


def pins(case: Case) -> Iterator[Violation]:
    """A pinned visit that is planned is where and when it is pinned."""
    for each in case.planned:
        if each.visit.pin is not None:
            for detail in _off(each, each.visit.pin):
                yield Violation(Rule.PIN, detail, each.visit.id, each.shift.id)


def _off(each: Planned, pin: Pin) -> Iterator[str]:
    if pin.shifts and pin.shifts[each.stop.seat] != each.shift.id:
        yield f"is pinned on {pin.shifts[each.stop.seat]}"
    if pin.start is not None and each.stop.start != pin.start:
        yield f"starts at {each.stop.start}, pinned at {pin.start}"
    if pin.position is not None:
        position = each.route.stops.index(each.stop)
        if position != pin.position:
            yield f"is at position {position}, pinned at {pin.position}"
