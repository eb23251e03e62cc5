from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place; coordinates (WGS-84 degrees) are needed by great-circle travel only."""

    id: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class GreatCircle:
    """Straight-line travel, stretched.

    A leg between two different locations takes
    ``distance * detour / speed_kmh + access_seconds``; staying takes nothing.
    """

    profile: str
    speed_kmh: float = 25.0
    detour: float = 1.4
    access_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Travel as given, row to column; ``None`` where travel is forbidden.

    ``metres`` may be empty: then distance is not known and counts nothing.
    """

    profile: str
    locations: tuple[str, ...]
    seconds: tuple[tuple[int | None, ...], ...]
    metres: tuple[tuple[int | None, ...], ...] = ()


Travel = GreatCircle | Table
