"""The application over a world of two sides, once per module."""

import os
from collections.abc import Iterator
from ipaddress import ip_address

import psycopg
import pytest
from flask import Flask

from app import create_app
from app.core.database import db
from app.integrations.channels import line
from app.web.stream import listener_of
from config import Settings
from tests.contracts.document import Document
from tests.contracts.requests import Caller
from tests.factories.world import World, make_world
from tests.support.cluster import Cluster, Database


@pytest.fixture(scope="module")
def world_database(
    cluster: Cluster, request: pytest.FixtureRequest
) -> Iterator[Database]:
    name = f"world_{os.getpid()}_{abs(hash(request.node.nodeid)):x}"
    yield cluster.clone(name)
    cluster.drop(name)


@pytest.fixture(scope="module")
def world_app(
    world_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    environment = {
        "DATABASE_URL": world_database.app_url,
        "DATABASE_OWNER_URL": world_database.owner_url,
        "PAIGONG_HOME": str(tmp_path_factory.mktemp("world")),
        "PAIGONG_LOG_LEVEL": "WARNING",
    }
    app = create_app(Settings.from_env(environment))
    app.testing = True
    # Names lead to the public internet, and nobody asks the network where.
    line.init_app(app, line.Line(resolve=lambda *_: [ip_address("93.184.216.34")]))
    yield app
    listener_of(app).stop()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def world(world_app: Flask) -> World:
    with world_app.app_context():
        return make_world()


@pytest.fixture(scope="module")
def document(world_app: Flask) -> Document:
    return Document(world_app.extensions["paigong-api"].spec.to_dict())


@pytest.fixture(scope="module")
def caller(world_app: Flask, world_database: Database) -> Iterator[Caller]:
    url = world_database.superuser_url
    with psycopg.connect(url, autocommit=True) as connection:
        yield Caller(world_app, connection)
