"""How long a sheet of a thousand orders takes to be shown, and to go in."""

import io

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, acting_as
from app.projects.actions.import_file import carry_out
from tests.bench.tables import table, timed
from tests.support.cluster import Database
from tests.support.faults.world import make_world
from tests.support.telling import Tell

pytestmark = pytest.mark.bench

ORDERS = 1000
HEADS = (
    "external_reference,project_name,customer_name,customer_phone,site_name,address,"
    "lat,lon,brand,model,quantity"
)


def test_an_import_of_a_thousand_orders(
    app: Flask, client: FlaskClient, database: Database, tell: Tell
) -> None:
    world = make_world(database, 1)
    headers = {"Authorization": f"Bearer {world.tokens[0]}"}
    place = world.places[0]
    rows = [
        f"B-{n},Bench {n},Bench,13800138000,Site,1 Bench Road,"
        f"{place.lat + n / 10_000},{place.lon},SOAK,{'ONE' if n % 3 else 'TWO'},1"
        for n in range(ORDERS)
    ]
    sheet = io.BytesIO("\n".join([HEADS, *rows]).encode())
    showing, shown = timed(
        lambda: client.post(
            "/api/v1/imports",
            headers=headers,
            data={"kind": "projects", "file": (sheet, "bench.csv")},
        )
    )
    assert shown.get_json()["rows_good"] == ORDERS
    import_id = shown.get_json()["id"]
    client.post(f"/api/v1/imports/{import_id}/commit", headers=headers)
    with app.app_context(), acting_as(SYSTEM):
        taking, _ = timed(lambda: carry_out(import_id))
    with psycopg.connect(database.superuser_url) as connection:
        assert connection.execute("SELECT count(*) FROM projects").fetchone() == (
            ORDERS,
        )
    lines = [
        (name, f"{seconds:.1f}", f"{ORDERS / seconds:.0f}")
        for name, seconds in (("shown", showing), ("taken in", taking))
    ]
    command = "pytest -m bench tests/bench/test_import.py"
    heads = ("1,000 orders", "seconds", "orders a second")
    tell(table("Import, once", command, heads, lines))
