"""Which territory a place belongs to."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.core.coordinates import Degrees

EARTH_RADIUS_M: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Circle:
    """A territory, as a place sees it."""

    territory_id: int
    owner_organisation_id: int
    name: str
    time_zone: str
    centre: Degrees
    radius_m: int


def distance_m(a: Degrees, b: Degrees) -> float:
    """Return the great-circle distance in metres (haversine, mean Earth radius)."""
    north = math.radians(b.lat - a.lat) / 2
    east = math.radians(b.lon - a.lon) / 2
    cosines = math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat))
    chord = math.sin(north) ** 2 + cosines * math.sin(east) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def circle_around(place: Degrees, circles: Iterable[Circle]) -> Circle | None:
    """Choose the nearest territory whose circle holds the place."""
    holding = [
        (distance, circle.territory_id, circle)
        for circle in circles
        if (distance := distance_m(place, circle.centre)) <= circle.radius_m
    ]
    return min(holding)[2] if holding else None


def nearest(place: Degrees, circles: Iterable[Circle]) -> Circle | None:
    """Choose the territory whose rim is nearest, to tell somebody outside of all."""
    return min(
        circles, key=lambda c: distance_m(place, c.centre) - c.radius_m, default=None
    )
