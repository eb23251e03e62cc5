"""Phones of a small world, on a line through the test client."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from tests.factories.people import Person, make_token
from tests.factories.world import Side, World
from tests.support.phone import Phone


class ClientLine:
    """Carries requests through the application itself."""

    def __init__(self, app: Flask) -> None:
        self._client = FlaskClient(app, use_cookies=False)

    def __call__(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = self._client.open(path, method=method, json=body, headers=headers)
        return answer.status_code, answer.get_json()


@pytest.fixture
def side(two_sides: World) -> Side:
    """An organisation, two technicians with a visit each, and a side of strangers."""
    return two_sides.left


@pytest.fixture
def line(app: Flask) -> ClientLine:
    return ClientLine(app)


@pytest.fixture
def login(app_context: Flask) -> Callable[[Person], str]:
    assert app_context

    def sign_in(person: Person) -> str:
        with acting_as(SYSTEM), transaction():
            return make_token(person.user_id)[1]

    return sign_in


@pytest.fixture
def phone(side: Side, line: ClientLine, login: Callable[[Person], str]) -> Phone:
    """The first technician's phone, which has synced once."""
    phone = Phone(line)
    phone.register(login(side.people[Role.TECHNICIAN][0]))
    phone.rest()
    return phone


@pytest.fixture
def visit_id(side: Side) -> int:
    return side.orders[0].visit_id


@pytest.fixture
def desk(
    side: Side, line: ClientLine, login: Callable[[Person], str]
) -> Callable[..., tuple[int, Any]]:
    """Ask as the side's dispatcher."""

    def ask(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return line(method, path, body, login(side.people[Role.DISPATCHER][0]))

    return ask
