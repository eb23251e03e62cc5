"""People with bearer tokens, and clients that act as them."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from tests.factories.people import (
    HOME,
    Person,
    make_organisations,
    make_person,
    make_token,
)


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API with a bearer token."""

    app: Flask
    person: Person
    token: str

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        **kw: Any,
    ) -> TestResponse:
        client = FlaskClient(self.app, use_cookies=False)
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return client.open(f"/api/v1{path}", method=method, headers=sent, **kw)


def body(answer: TestResponse) -> Any:
    return answer.json


@pytest.fixture
def admin(app: Flask) -> Caller:
    return caller(app, Role.PLATFORM_ADMIN, "admins")


@pytest.fixture
def brand(app: Flask) -> Caller:
    return caller(app, Role.BRAND_MANAGER, "brands")


def caller(app: Flask, role: Role, mark: str) -> Caller:
    with app.app_context(), acting_as(SYSTEM), transaction():
        organisations = make_organisations(mark)
        person = make_person(mark, role, organisations[HOME[role]])
        _, token = make_token(person.user_id)
    return Caller(app, person, token)
