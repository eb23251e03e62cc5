import pytest
from flask import Flask

from app.catalogue.actions import add_brand, add_skill
from app.core.actor import SYSTEM, Role, acting_as
from tests.factories.network import Network, Person


@pytest.fixture
def network(app_context: Flask) -> Network:
    return Network(app_context)


@pytest.fixture
def manager(network: Network) -> Person:
    return network.person(Role.BRAND_MANAGER)


@pytest.fixture
def brand_id(manager: Person) -> int:
    with acting_as(SYSTEM):
        add_skill("vrf", "VRF", "多联机", is_certificate=True)
        return add_brand(manager.organisation_id, "beilan", "Beilan").id
