from typing import TypeVar

import pytest
from flask import Flask

from app.catalogue.actions import add_skill
from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.technicians.actions import add_technician, add_territory
from app.technicians.models import Technician, Territory
from app.technicians.rules import TechnicianIntake, TerritoryIntake
from tests.factories.network import Network, Person

T = TypeVar("T", Technician, Territory)


def _kept(row: T) -> T:
    """Keep what the row says after the transaction and the actor are gone."""
    session().refresh(row)
    session().expunge(row)
    return row


@pytest.fixture
def network(app_context: Flask) -> Network:
    return Network(app_context)


@pytest.fixture
def dispatcher(network: Network) -> Person:
    return network.person(Role.DISPATCHER)


@pytest.fixture
def partner(network: Network) -> Person:
    return network.person(Role.PARTNER_MANAGER)


@pytest.fixture
def skills(app_context: Flask) -> list[str]:
    assert app_context
    with acting_as(SYSTEM):
        add_skill("low_voltage", "Low voltage", "低压电工", is_certificate=True)
        add_skill("vrf", "VRF systems", "多联机", is_certificate=True)
    return ["low_voltage", "vrf"]


@pytest.fixture
def territory(dispatcher: Person, partner: Person) -> Territory:
    """Return the platform's territory, open to the partner."""
    intake = TerritoryIntake(
        code="east",
        name="East",
        centre_lat=31.2,
        centre_lon=121.5,
        radius_m=20_000,
        open_to=[partner.organisation_id],
    )
    with acting_as(dispatcher.actor):
        return _kept(add_territory(intake))


@pytest.fixture
def technician(dispatcher: Person, territory: Territory) -> Technician:
    intake = TechnicianIntake(
        name="张伟",
        phone="19900000001",
        territory=territory.id,
        home_lat=31.2,
        home_lon=121.5,
    )
    with acting_as(dispatcher.actor):
        return _kept(add_technician(intake))


@pytest.fixture
def lent(partner: Person, territory: Territory) -> Technician:
    """Return a partner's technician who works in the platform's territory."""
    intake = TechnicianIntake(
        name="李娜",
        phone="19900000002",
        territory="east",
        home_lat=31.3,
        home_lon=121.4,
    )
    assert territory
    with acting_as(partner.actor):
        return _kept(add_technician(intake))
