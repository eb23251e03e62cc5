"""How long the dispatcher's page waits for its board."""

from importlib.resources import files

import psycopg
import pytest
from flask.testing import FlaskClient

from app.core.clock import today
from tests.bench.tables import middle, table, timed
from tests.support.cluster import Database
from tests.support.faults.world import make_world
from tests.support.telling import Tell

pytestmark = pytest.mark.bench

TIMES = 10
DAYS = 8


def test_the_board_of_a_large_territory(
    client: FlaskClient, database: Database, tell: Tell
) -> None:
    world = make_world(database, 1)
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(files("tests.bench").joinpath("board.sql").read_bytes())
    path = f"/api/v1/territories/{world.places[0].territory_id}/board"
    query = f"from={today('UTC').isoformat()}&days={DAYS}"
    headers = {"Authorization": f"Bearer {world.tokens[0]}"}
    runs = [
        timed(lambda: client.get(f"{path}?{query}", headers=headers))
        for _ in range(TIMES)
    ]
    board = runs[0][1].get_json()
    assert (len(board["technicians"]), len(board["visits"])) == (200, 1500)
    row = (
        "200 technicians, 1,500 visits",
        middle([took * 1000 for took, _ in runs], ".0f"),
        f"{len(runs[0][1].data) / 1024:.0f}",
    )
    heads = ("board of eight days", "milliseconds", "KiB")
    command = "pytest -m bench tests/bench/test_board.py"
    tell(table(f"Board, median of {TIMES}", command, heads, [row]))
