"""Whether an arrival was at the site."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_M: Final = 6_371_008.8
#: How near is there, beside what the position is uncertain by.
FENCE_M: Final = 200
#: A vaguer position than this does not widen the fence any further.
MOST_ACCURACY_M: Final = 300

Point = tuple[float, float]


def distance_m(one: Point, two: Point) -> int:
    """Return the great-circle distance of two WGS-84 points, in metres."""
    (lat1, lon1), (lat2, lon2) = map(_radians, (one, two))
    half = (
        sin((lat2 - lat1) / 2) ** 2
        + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * EARTH_M * asin(min(1.0, sqrt(half))))


def _radians(point: Point) -> Point:
    return radians(point[0]), radians(point[1])


def is_inside(distance: int, accuracy_m: int | None) -> bool:
    """Say whether a position so far from the site, so vague, may be at the site."""
    vague = min(max(accuracy_m or 0, 0), MOST_ACCURACY_M)
    return distance <= FENCE_M + vague
