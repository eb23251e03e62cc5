"""Who only oversees sees that there is a customer, and about where."""

from typing import Any

import pytest

from app.core.actor import Actor, ActorKind, Belonging, Role, acting_as
from app.web.masking import MASK, Personal, PersonalDegrees
from app.web.schemas import Schema

CUSTOMER = {"name": "Zhang", "phone": None, "note": "", "lat": 31.23456, "lon": None}


class CustomerSchema(Schema):
    name = Personal(read="project:read")
    phone = Personal(read="project:read")
    note = Personal(read="project:read")
    lat = PersonalDegrees(read="project:read")
    lon = PersonalDegrees(read="project:read")


def shown_to(*roles: Role) -> dict[str, Any]:
    belongings = tuple(Belonging(number, role) for number, role in enumerate(roles))
    with acting_as(Actor(ActorKind.USER, 7, belongings)):
        shown: dict[str, Any] = CustomerSchema().dump(CUSTOMER)
    return shown


@pytest.mark.parametrize(
    "roles",
    [[Role.PLATFORM_ADMIN], [Role.PLATFORM_ADMIN, Role.DISPATCHER]],
)
def test_who_oversees_reads_neither_who_nor_where(roles: list[Role]) -> None:
    masked = {"name": MASK, "phone": None, "note": "", "lat": 31.23, "lon": None}
    assert shown_to(*roles) == masked


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.STORE, Role.BRAND_MANAGER])
def test_who_works_with_a_customer_reads_all_of_it(role: Role) -> None:
    assert shown_to(role) == CUSTOMER
