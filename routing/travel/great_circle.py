from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from routing.model import GreatCircle, Location
from routing.travel.source import Legs

EARTH_RADIUS: Final = 6_371_009.0
"""Mean radius in metres, (2a + b) / 3 of WGS-84: the sphere that geopy uses too."""


class GreatCircleSource:
    """Straight lines on a sphere, all pairs in one go."""

    def __init__(self, spec: GreatCircle) -> None:
        self._spec = spec

    def legs(self, locations: Sequence[Location]) -> Legs:
        spec = self._spec
        metres = distances(locations) * spec.detour
        seconds = np.rint(metres * 3.6 / spec.speed_kmh).astype(np.int64)
        seconds += spec.access_seconds
        np.fill_diagonal(seconds, 0)
        return Legs(seconds, np.rint(metres).astype(np.int64))


def distances(locations: Sequence[Location]) -> NDArray[np.float64]:
    """Return great-circle metres between all pairs, by the haversine formula."""
    lat = np.radians([place.lat or 0.0 for place in locations])
    lon = np.radians([place.lon or 0.0 for place in locations])
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    metres: NDArray[np.float64] = (
        2.0 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    )
    return metres
