from collections import defaultdict
from collections.abc import Sequence

from routing.engines.state.instance import Instance
from routing.model.units import DAY


def can_meet(instance: Instance, free: Sequence[set[int]]) -> bool:
    """Tell whether some day has a different technician for every seat."""
    if len(free) == 1:
        return True
    days = defaultdict[int, list[set[int]]](lambda: [set() for _ in free])
    for seat, shifts in enumerate(free):
        for shift in shifts:
            duty = instance.duties[shift]
            for day in range(duty.start // DAY, duty.hard_end // DAY + 1):
                days[day][seat].add(duty.technician)
    return any(_matched(people) for people in days.values())


def _matched(people: Sequence[set[int]]) -> bool:
    """Tell whether every seat finds a person of its own, by augmenting paths."""
    seat_of: dict[int, int] = {}

    def seated(seat: int, asked: set[int]) -> bool:
        for person in people[seat] - asked:
            asked.add(person)
            if person not in seat_of or seated(seat_of[person], asked):
                seat_of[person] = seat
                return True
        return False

    return all(seated(seat, set()) for seat in range(len(people)))
