"""How long technicians drive in a plan, the present one and the proposed one alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.dispatch.bridge.problem import (
    ACCESS_SECONDS,
    DETOUR,
    PROFILE,
    SPEED_KMH,
)
from app.dispatch.rules.facts import Booking, Place, Snapshot
from routing.model import GreatCircle, Location
from routing.travel import source


@dataclass
class Drives:
    """Seconds driven, by technician in all, and to each visit by its first seat."""

    by_technician: dict[int, int] = field(default_factory=dict)
    to_visit: dict[int, int] = field(default_factory=dict)


def drives(snapshot: Snapshot, bookings: Mapping[int, Booking]) -> Drives:
    """Follow each technician through each working day, from the base and back."""
    places = {task.visit_id: task.place for task in snapshot.tasks}
    places |= {each.visit_id: each.place for each in snapshot.fixed}
    known = [worker.base for worker in snapshot.workers] + list(places.values())
    seconds = _Table(list(dict.fromkeys(known)))
    every = {**bookings, **{each.visit_id: each.booking for each in snapshot.fixed}}
    found = Drives()
    for worker in snapshot.workers:
        total = 0
        for day in _days(snapshot, worker.technician_id, every):
            here = worker.base
            for visit_id in day:
                leg = seconds.between(here, places[visit_id])
                if every[visit_id].technician_ids[0] == worker.technician_id:
                    found.to_visit[visit_id] = leg
                total, here = total + leg, places[visit_id]
            total += seconds.between(here, worker.base)
        if total:
            found.by_technician[worker.technician_id] = total
    return found


def _days(
    snapshot: Snapshot, technician_id: int, bookings: Mapping[int, Booking]
) -> list[list[int]]:
    """Group a technician's visits by local day, in the order of their starts."""
    zone_start = snapshot.horizon.start
    days: dict[int, list[int]] = {}
    own = (
        (booking.span.start, visit_id)
        for visit_id, booking in bookings.items()
        if technician_id in booking.technician_ids
    )
    for start, visit_id in sorted(own):
        days.setdefault((start - zone_start).days, []).append(visit_id)
    return list(days.values())


class _Table:
    """Legs between places, computed at once."""

    def __init__(self, places: list[Place]) -> None:
        self._index = {place: at for at, place in enumerate(places)}
        spec = GreatCircle(PROFILE, SPEED_KMH, DETOUR, ACCESS_SECONDS)
        locations = [
            Location(str(at), place.lat, place.lon) for at, place in enumerate(places)
        ]
        self._seconds = source(spec).legs(locations).seconds

    def between(self, one: Place, two: Place) -> int:
        return int(self._seconds[self._index[one], self._index[two]])
