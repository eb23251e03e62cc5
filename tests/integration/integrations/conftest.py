"""A market with people, and a program that listens to webhooks."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from flask import Flask

from app.core.actor import Role
from app.integrations.channels import line
from tests.factories.market import Market, open_market
from tests.factories.network import Network, Person
from tests.support.procurement.listener import Listener

OPEN = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def network(app_context: Flask) -> Iterator[Network]:
    before = line.line()
    line.init_app(app_context, line.Line(OPEN))
    yield Network(app_context)
    line.init_app(app_context, before)


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
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()
