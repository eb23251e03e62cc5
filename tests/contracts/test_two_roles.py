"""Somebody with two roles has what either gives, each in its own organisation."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import Membership, User
from tests.contracts.access_table import TABLE
from tests.contracts.document import Document
from tests.contracts.requests import TEXTLESS, Caller
from tests.contracts.test_access import REFUSED, relations_of
from tests.factories.people import Person
from tests.factories.world import FOREIGN

BOTH = (Role.STORE, Role.PARTNER_MANAGER)


@pytest.fixture(params=[False, True], ids=["both walls", "wall two alone"])
def walls(request: pytest.FixtureRequest, world_app: Flask) -> Iterator[None]:
    world_app.config["WALL_ONE_DOWN"] = request.param
    yield
    world_app.config["WALL_ONE_DOWN"] = False


def joined(caller: Caller, roles: tuple[Role, ...], mark: str) -> Person:
    """Make a person with these roles on the left side; the login is the first one's."""
    homes = [caller.world.left.people[role][0].organisation_id for role in roles]
    with caller.app.app_context(), acting_as(SYSTEM), transaction() as tx:
        user = User(
            email=f"{mark}-{homes[0]}@example.com",
            name="Both",
            owner_organisation_id=homes[0],
        )
        tx.session.add(user)
        tx.session.flush()
        tx.session.add_all(
            Membership(user_id=user.id, organisation_id=home, role=role)
            for home, role in zip(homes, roles, strict=True)
        )
        tx.session.flush()
        return Person(user.id, roles[0], homes[0])


@pytest.mark.parametrize("name", TABLE)
def test_two_roles_reach_no_stranger(
    name: str, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    cells = [TABLE[name][role] for role in BOTH]
    both = joined(caller, BOTH, f"both-{name}")
    for role in BOTH:
        # What a path names is looked up for each role.
        person = replace(both, role=role)
        rows = caller.rows(operation, person)
        for relation in set(relations_of(operation)) - {"own", "sibling"}:
            ids = caller.ids(operation, rows, relation)
            answer = caller.ask(operation, person, ids)
            text = "" if answer.mimetype in TEXTLESS else answer.text
            answer.close()
            told = (role, relation, answer.status_code, text)
            assert FOREIGN not in text, told
            if all(relation in REFUSED[cell] for cell in cells):
                assert answer.status_code in {403, 404}, told


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("role", [Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER])
def test_a_person_of_another_organisation_too_is_known_but_not_changed(
    role: Role,
    caller: Caller,
    document: Document,
    request: pytest.FixtureRequest,
) -> None:
    operation = document.operation("change_user")
    manager = caller.world.left.people[role][0]
    mark = f"admin-{abs(hash(request.node.nodeid))}"
    admin = joined(caller, (role, Role.PLATFORM_ADMIN), mark)
    answer = caller.ask(operation, manager, {"user_id": admin.user_id})
    assert answer.status_code == 403, answer.text
    with caller.app.app_context(), acting_as(SYSTEM):
        assert session().get_one(User, admin.user_id).version == 1
