from pathlib import Path

import pytest
from flask import Flask

from app.core.actor import Role
from tests.factories.market import Market, open_market
from tests.factories.network import Network, Person
from tests.support.cluster import Database
from tests.support.console import Paigong


@pytest.fixture
def network(app_context: Flask) -> Network:
    return Network(app_context)


@pytest.fixture
def market(network: Network) -> Market:
    return open_market(network)


@pytest.fixture
def dispatcher(network: Network, market: Market) -> Person:
    assert market
    return network.person(Role.DISPATCHER)


@pytest.fixture
def store(network: Network, market: Market) -> Person:
    assert market
    return network.person(Role.STORE)


@pytest.fixture
def paigong(database: Database, tmp_path: Path) -> Paigong:
    return Paigong(database, tmp_path / "home")
