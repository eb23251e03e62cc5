"""The ground of a campaign: who asks, what is sold, where, and who does the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import psycopg

from tests.support.cluster import Database


@dataclass(frozen=True)
class Place:
    """A territory, the middle of it, and who works there."""

    territory_id: int
    lat: float
    lon: float
    technician_ids: Sequence[int]


@dataclass(frozen=True)
class World:
    tokens: tuple[str, ...]
    places: tuple[Place, ...]


def make_world(database: Database, callers: int) -> World:
    """Write it past the verbs, which are what the campaign tries."""
    script = files("tests.support.faults").joinpath("world.sql").read_text("utf-8")
    with psycopg.connect(
        database.superuser_url, cursor_factory=psycopg.ClientCursor
    ) as connection:
        connection.execute(script.encode(), {"callers": callers})
        rows = connection.execute(
            "SELECT territory.id, centre_lat, centre_lon, "
            "array_agg(technician.id ORDER BY technician.id) "
            "FROM territories AS territory "
            "JOIN technicians AS technician ON territory_id = territory.id "
            "GROUP BY territory.id ORDER BY territory.id"
        ).fetchall()
    tokens = tuple(f"caller-{n}" for n in range(1, callers + 1))
    return World(tokens, tuple(Place(*row) for row in rows))
