from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def crews(case: Case) -> Iterator[Violation]:
    """A crew is complete, starts together, and is made of different people."""
    for name, stops in case.crews.items():
        seats = {each.stop.seat for each in stops}
        wanted = len(stops[0].visit.crew)
        if len(seats) < wanted:
            detail = f"{len(seats)} of {wanted} seats are planned"
            yield Violation(Rule.CREW_INCOMPLETE, detail, name)
        starts = {each.stop.start for each in stops}
        if len(starts) > 1:
            detail = f"the seats start at {', '.join(map(str, sorted(starts)))}"
            yield Violation(Rule.CREW_START, detail, name)
        people = {each.shift.technician for each in stops}
        if len(people) < len(seats):
            yield Violation(Rule.CREW_TECHNICIAN, "has one person on two seats", name)
