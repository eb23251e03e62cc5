"""The migrations, taken from nothing and back, make what the models say."""

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import migrations
from app.cli.processes.history import downgrade, standing, upgrade
from app.core.database import Base
from app.factory import BLUEPRINTS
from config import driver_url
from migrations import roles
from tests.support.cluster import Cluster, Database

NAME = "migrated_from_nothing"
#: Tables of ours that no model maps.
UNMAPPED = ("procrastinate_", "alembic_version", "clock_firings", "installation_marks")


@pytest.fixture(scope="module")
def empty(cluster: Cluster) -> Iterator[Database]:
    roles.apply(cluster.postgres.url(), NAME)
    yield cluster.database(NAME)
    cluster.drop(NAME)


def names(database: Database) -> set[str]:
    """Everything of ours in the schema: tables, functions, types."""
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "UNION ALL SELECT proname FROM pg_proc "
            "WHERE pronamespace = 'public'::regnamespace "
            "UNION ALL SELECT typname FROM pg_type "
            "WHERE typnamespace = 'public'::regnamespace"
        ).fetchall()
    return {str(row[0]) for row in rows}


def differences(database: Database) -> list[object]:
    engine = create_engine(driver_url(database.owner_url), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_mapped}
        )
        return list(compare_metadata(context, Base.metadata))


def _is_mapped(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not (name or "").startswith(UNMAPPED)


def test_the_migrated_schema_is_what_the_models_say(empty: Database) -> None:
    assert BLUEPRINTS, "the composition root knows every model"
    upgrade(empty.owner_url)
    assert differences(empty) == []


def test_the_way_back_leaves_nothing_and_the_way_up_can_be_gone_again(
    empty: Database,
) -> None:
    upgrade(empty.owner_url)
    before = names(empty)
    downgrade(empty.owner_url, "base")
    left = {name for name in names(empty) if "alembic_version" not in name}
    assert left == set()
    upgrade(empty.owner_url)
    assert names(empty) == before


ORGANISATION = (
    "INSERT INTO organisations (kind, code, name) "
    "VALUES (%(code)s, %(code)s, 'A') RETURNING id"
)
TERRITORY = (
    "INSERT INTO territories (owner_organisation_id, code, name, centre_lat, "
    "centre_lon, radius_m) VALUES (%(owner)s, 'east', 'East', 31, 121, 9) RETURNING id"
)
TECHNICIAN = (
    "INSERT INTO technicians (owner_organisation_id, name, phone, territory_id, "
    "home_lat, home_lon, capacity_kg, capacity_m3) "
    "VALUES (%(owner)s, 'A', '1', %(territory)s, 31, 121, 0, 0) RETURNING id"
)


def test_whoever_has_people_in_a_territory_is_let_in_when_that_is_written_down(
    empty: Database,
) -> None:
    upgrade(empty.owner_url)
    downgrade(empty.owner_url, "0010")
    with psycopg.connect(empty.superuser_url) as connection:
        house, guest = (
            added(connection, ORGANISATION, code=code)
            for code in ("platform", "service_partner")
        )
        territory = added(connection, TERRITORY, owner=house)
        for owner in (house, guest):
            added(connection, TECHNICIAN, owner=owner, territory=territory)
    upgrade(empty.owner_url)
    with psycopg.connect(empty.superuser_url) as connection:
        opened = connection.execute("SELECT open_to FROM territories").fetchall()
        connection.execute("TRUNCATE organisations CASCADE")
    assert opened == [([guest],)]


def added(
    connection: psycopg.Connection, query: LiteralString, **values: object
) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def test_the_history_is_one_line_that_the_program_knows_the_end_of(
    empty: Database,
) -> None:
    folder = Path(migrations.__file__).parent
    script = ScriptDirectory(str(folder))
    assert len(script.get_bases()) == len(script.get_heads()) == 1
    upgrade(empty.owner_url)
    assert standing(empty.owner_url).is_newest
