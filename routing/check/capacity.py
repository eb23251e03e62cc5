from collections import defaultdict
from collections.abc import Iterator

from routing.check.case import Case, Planned, Violation
from routing.model import Rule


def capacity(case: Case) -> Iterator[Violation]:
    """A shift's loads together fit, in every dimension; seat 0 carries the load."""
    carried = defaultdict[str, list[Planned]](list)
    for each in case.planned:
        if each.stop.seat == 0 and each.visit.load and each.shift.capacity:
            carried[each.shift.id].append(each)
    for name, stops in carried.items():
        room = stops[0].shift.capacity
        for dimension, most in enumerate(room):
            load = sum(each.visit.load[dimension] for each in stops)
            if load > most:
                detail = f"carries {load} of {most} in dimension {dimension}"
                yield Violation(Rule.CAPACITY, detail, stops[-1].visit.id, name)
