"""The database of a test run, the application on it, servers and browsers."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core import files
from app.core.database import db
from app.organisations.actions import passwords
from config import Settings
from tests.support.clock import TestClock
from tests.support.cluster import HOME_VARIABLE, Cluster, Database, make_home
from tests.support.lifeline import Lifeline

pytest_plugins = [
    "tests.support.beginning",
    "tests.support.browser",
    "tests.support.jobs",
    "tests.support.logs",
    "tests.support.server",
    "tests.support.telling",
]

#: Test processes of one run; the first of them makes what the others share.
_controller: list[Lifeline] = []


def pytest_configure(config: pytest.Config) -> None:
    """Set up the run's folder in the one process that ends last."""
    if not hasattr(config, "workerinput"):
        _controller.append(Lifeline(make_home()))


def pytest_unconfigure() -> None:
    while _controller:
        lifeline = _controller.pop()
        lifeline.cut()
        shutil.rmtree(lifeline.home, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords at the least cost: what they cost is for guessers."""
    quick = PasswordHasher.from_parameters(CHEAPEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", quick)
        yield


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Return the run's PostgreSQL, started and with a migrated template."""
    cluster = Cluster(Path(os.environ[HOME_VARIABLE]))
    cluster.ensure()
    return cluster


@pytest.fixture(scope="session")
def _process_database(cluster: Cluster) -> Database:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return cluster.clone(f"test_{worker}")


@pytest.fixture
def database(_process_database: Database) -> Database:
    """Return this process's database, with nothing in it but what migrations wrote."""
    _process_database.reset()
    return _process_database


@pytest.fixture
def fresh_database(
    cluster: Cluster, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """Return a database nobody else uses, for tests that run processes on it."""
    name = f"fresh_{os.getpid()}_{abs(hash(request.node.nodeid)):x}"
    yield cluster.clone(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def _process_app(
    _process_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    environment = {
        "DATABASE_URL": _process_database.app_url,
        "DATABASE_OWNER_URL": _process_database.owner_url,
        "PAIGONG_HOME": str(tmp_path_factory.mktemp("home")),
        "PAIGONG_TEST_CLOCK": "1",
        "PAIGONG_LOG_LEVEL": "WARNING",
    }
    app = create_app(Settings.from_env(environment))
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(_process_app: Flask, database: Database, tmp_path: Path) -> Flask:
    """Return the application, built once per process, over an emptied database.

    Its files are the test's own: ids begin anew, so other tests' would be its rows'.
    """
    assert database
    files.init_app(_process_app, files.LocalFiles(tmp_path / "files"))
    return _process_app


@pytest.fixture
def app_context(app: Flask) -> Iterator[Flask]:
    """Run the test inside an application context, as nobody until it acts."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def clock(database: Database) -> TestClock:
    """Return the hand on the clock that every process of this database follows."""
    return TestClock(database)
