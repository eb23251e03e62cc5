"""Which territory a place belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.coordinates import Degrees
from app.technicians.rules import metres_between


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
    return metres_between(a.lat, a.lon, b.lat, b.lon)


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
