"""Between WGS-84 and the shifted coordinates of Chinese maps: GCJ-02 and BD-09.

The shift has no published inverse: it is undone by iteration, to well below 0.1 m.
Outside the box that Chinese maps shift, all three are the same.
"""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple


class Degrees(NamedTuple):
    lat: float
    lon: float


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


#: The Krasovsky 1940 ellipsoid, on which the shift is defined.
SEMI_MAJOR_M: Final = 6_378_245.0
ECCENTRICITY_SQUARED: Final = 0.006_693_421_622_965_943
#: Latitudes, then longitudes.
SHIFTED_BOX: Final = ((0.8293, 55.8271), (72.004, 137.8347))
BD_TURN: Final = math.pi * 3000 / 180
#: Each brings a guess about a hundred times nearer.
ROUNDS: Final = 10


def is_shifted(place: Degrees) -> bool:
    """Say whether Chinese maps shift this place."""
    (south, north), (west, east) = SHIFTED_BOX
    return south <= place.lat <= north and west <= place.lon <= east


def to_wgs84(place: Degrees, datum: Datum) -> Degrees:
    """Return the WGS-84 place of coordinates given in `datum`."""
    if datum is Datum.WGS84 or not is_shifted(place):
        return place
    return _undo(_FROM_WGS84[datum], place)


def from_wgs84(place: Degrees, datum: Datum) -> Degrees:
    """Return the coordinates in `datum` of a WGS-84 place."""
    if datum is Datum.WGS84 or not is_shifted(place):
        return place
    return _FROM_WGS84[datum](place)


def _undo(shift: Callable[[Degrees], Degrees], shifted: Degrees) -> Degrees:
    guess = shifted
    for _ in range(ROUNDS):
        lat, lon = shift(guess)
        guess = Degrees(guess.lat - lat + shifted.lat, guess.lon - lon + shifted.lon)
    return guess


def _gcj02(place: Degrees) -> Degrees:
    x, y = place.lon - 105.0, place.lat - 35.0
    phi = math.radians(place.lat)
    curve = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / curve**1.5
    parallel = SEMI_MAJOR_M / math.sqrt(curve) * math.cos(phi)
    return Degrees(
        place.lat + math.degrees(_north(x, y) / meridian),
        place.lon + math.degrees(_east(x, y) / parallel),
    )


def _north(x: float, y: float) -> float:
    """Return the shift to the north in metres."""
    base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    slow = 20 * _sine(y) + 40 * _sine(y / 3)
    slower = 160 * _sine(y / 12) + 320 * _sine(y / 30)
    return base + (_ripple(x) + slow + slower) * 2 / 3


def _east(x: float, y: float) -> float:
    """Return the shift to the east in metres."""
    base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    slow = 20 * _sine(x) + 40 * _sine(x / 3)
    slower = 150 * _sine(x / 12) + 300 * _sine(x / 30)
    return base + (_ripple(x) + slow + slower) * 2 / 3


def _ripple(x: float) -> float:
    return 20 * _sine(6 * x) + 20 * _sine(2 * x)


def _sine(half_turns: float) -> float:
    return math.sin(half_turns * math.pi)


def _bd09(place: Degrees) -> Degrees:
    lat, lon = _gcj02(place)
    radius = math.hypot(lon, lat) + 2e-5 * math.sin(lat * BD_TURN)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * BD_TURN)
    return Degrees(radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065)


_FROM_WGS84: Final[dict[Datum, Callable[[Degrees], Degrees]]] = {
    Datum.GCJ02: _gcj02,
    Datum.BD09: _bd09,
}
