"""Places for all seats of a crew, at one time and with different people."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from routing.engines.construct.seat import Place
from routing.engines.state.duty import BIG
from routing.engines.state.instance import Instance

_FIRST: Final = 200
"""Places tried for the first seat."""

_WIDTH: Final = 24
"""Partial crews kept from seat to seat."""

_EACH: Final = 6
"""Ways to go on from each."""


class _Partial(NamedTuple):
    cost: int
    earliest: int
    latest: int
    places: tuple[tuple[int, int], ...]
    people: frozenset[int]


def crew_places(
    instance: Instance, seats: Sequence[Sequence[Place]]
) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Yield (least cost, (shift, position) by seat), cheapest first."""
    beam = [_Partial(0, -BIG, BIG, (), frozenset())]
    for places in seats:
        grown = [
            partial for known in beam for partial in _grow(instance, known, places)
        ]
        grown.sort(key=lambda each: each.cost)
        beam = grown[: _WIDTH if beam[0].places else _FIRST]
        if not beam:
            return
    for partial in sorted(beam, key=lambda each: each.cost):
        yield partial.cost, partial.places


def _grow(
    instance: Instance, known: _Partial, places: Sequence[Place]
) -> Iterator[_Partial]:
    """Yield `known` with one more seat: any place at first, then the best few."""
    if known.places:
        yield from islice(_joined(instance, known, places), _EACH)
        return
    for place in islice(places, _FIRST):
        yield _with(instance, known, place)


def _joined(
    instance: Instance, known: _Partial, places: Sequence[Place]
) -> Iterator[_Partial]:
    """Yield `known` with the best place of each shift that fits its time."""
    seen = set[int]()
    for place in places:
        together = place.earliest <= known.latest and known.earliest <= place.latest
        person = instance.duties[place.shift].technician
        if together and person not in known.people and place.shift not in seen:
            seen.add(place.shift)
            yield _with(instance, known, place)


def _with(instance: Instance, known: _Partial, place: Place) -> _Partial:
    return _Partial(
        known.cost + place.cost,
        max(known.earliest, place.earliest),
        min(known.latest, place.latest),
        (*known.places, (place.shift, place.position)),
        known.people | {instance.duties[place.shift].technician},
    )
