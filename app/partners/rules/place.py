"""How much of a place is told before the work is taken."""

from typing import Final

from app.core.coordinates import Degrees

#: A tenth of a degree is about ten kilometres: a district of a city.
DECIMALS: Final = 1


def about(place: Degrees) -> Degrees:
    """Return the district's place, the same for every door in it."""
    return Degrees(round(place.lat, DECIMALS), round(place.lon, DECIMALS))
