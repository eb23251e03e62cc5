"""The ground of a campaign: who asks, what is sold, where, and who does the work."""

from dataclasses import dataclass
from importlib.resources import files

import psycopg

from tests.support.cluster import Database


@dataclass(frozen=True)
class Place:
    """A territory and the middle of it."""

    territory_id: int
    lat: float
    lon: float


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
            "SELECT id, centre_lat, centre_lon FROM territories ORDER BY id"
        ).fetchall()
    tokens = tuple(f"caller-{n}" for n in range(1, callers + 1))
    return World(tokens, tuple(Place(*row) for row in rows))
