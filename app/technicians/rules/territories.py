"""Which territory a place belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

#: Mean radius of the Earth in metres (IUGG).
EARTH: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Circle:
    territory_id: int
    lat: float
    lon: float
    radius_m: int


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance by the haversine formula."""
    a, b = radians(lat), radians(other_lat)
    high = sin((b - a) / 2) ** 2
    wide = sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(high + cos(a) * cos(b) * wide)))


def holding_circle(lat: float, lon: float, circles: Iterable[Circle]) -> Circle | None:
    """Return the circle with the nearest centre among those that hold the place."""
    distances = [
        (metres_between(lat, lon, circle.lat, circle.lon), circle.territory_id, circle)
        for circle in circles
    ]
    holding = [entry for entry in distances if entry[0] <= entry[2].radius_m]
    return min(holding)[2] if holding else None
