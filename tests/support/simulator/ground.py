"""The ground of a simulation: technicians with logins, their visits, dispatchers."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import psycopg

from tests.support.cluster import Database
from tests.support.faults.world import Place, make_world

#: In every name of an organisation whose rows no phone may ever be shown.
FOREIGN = "FOREIGN"


@dataclass(frozen=True)
class Technician:
    """A person with a phone; `token` is the person's own, of which devices are made."""

    id: int
    number: int
    token: str


@dataclass(frozen=True)
class Ground:
    dispatchers: tuple[str, ...]
    technicians: tuple[Technician, ...]
    foreign_visit_ids: Sequence[int]
    model_id: int
    places: tuple[Place, ...]


def make_ground(
    database: Database, *, phones: int, visits: int, dispatchers: int
) -> Ground:
    """Write it past the verbs, which are what the simulation tries."""
    world = make_world(database, dispatchers)
    script = files("tests.support.simulator").joinpath("ground.sql").read_text("utf-8")
    with psycopg.connect(
        database.superuser_url, cursor_factory=psycopg.ClientCursor
    ) as connection:
        connection.execute(script.encode(), {"phones": phones, "visits": visits})
        people = connection.execute(
            "SELECT id FROM technicians WHERE name LIKE 'Tech %' ORDER BY id"
        ).fetchall()
        foreign = connection.execute(
            "SELECT v.id FROM visits v JOIN organisations o "
            "ON o.id = v.owner_organisation_id WHERE o.code = 'foreign' ORDER BY 1"
        ).fetchall()
        [model] = connection.execute(
            "SELECT id FROM catalogue_models WHERE code = 'ONE'"
        ).fetchall()
    return Ground(
        world.tokens,
        tuple(Technician(id_, n, f"tech-{n}") for n, (id_,) in enumerate(people, 1)),
        tuple(id_ for (id_,) in foreign),
        model[0],
        world.places,
    )
