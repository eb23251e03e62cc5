"""Two sides that share nothing: made once in a process, put back for each test."""

import pytest
from flask import Flask

from tests.factories.world import World, make_world
from tests.support.cluster import Database


@pytest.fixture(scope="session")
def _first_world(_process_app: Flask, _process_database: Database) -> World:
    _process_database.reset()
    with _process_app.app_context():
        world = make_world()
    _process_database.keep()
    return world


@pytest.fixture
def two_sides(_first_world: World, app_context: Flask, database: Database) -> World:
    """Return the world, with its rows in the test's database."""
    assert app_context
    database.put_back()
    return _first_world
