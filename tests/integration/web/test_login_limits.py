"""Failed sign-ins are counted in the database, so for every process alike."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import db
from app.organisations import rules
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
)
from app.organisations.states import OrganisationKind
from config import Settings
from tests.integration.web.conftest import body
from tests.support.clock import TestClock
from tests.support.cluster import Database

SECRET = "a long enough sentence"
GUESS = "not it at all"


@pytest.fixture
def other(database: Database) -> Iterator[FlaskClient]:
    """Another process's application on the same database."""
    app = create_app(
        Settings.from_env({"DATABASE_URL": database.app_url, "PAIGONG_TEST_CLOCK": "1"})
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def ann(app: Flask) -> None:
    with app.app_context(), acting_as(SYSTEM):
        home = add_organisation(OrganisationKind.BRAND, "brand", "Brand")
        member = Membership(home.id, Role.BRAND_MANAGER)
        add_user(NewUser("ann@example.com", "Ann", SECRET, [member]))


def attempt(client: FlaskClient, email: str, password: str = GUESS) -> TestResponse:
    return client.post("/api/v1/session", json={"email": email, "password": password})


def test_an_account_must_wait_after_ten_failures_in_all_processes(
    client: FlaskClient, other: FlaskClient
) -> None:
    for number in range(rules.ACCOUNT_FAILURES):
        who = client if number % 2 else other
        assert attempt(who, "ANN@example.com").status_code == 401
    for who in (client, other):
        answer = attempt(who, "ann@example.com", SECRET)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        assert body(answer)["code"] == "too_many"


def test_the_wait_ends(client: FlaskClient, clock: TestClock) -> None:
    for _ in range(rules.ACCOUNT_FAILURES):
        attempt(client, "ann@example.com")
    clock.advance(timedelta(minutes=16))
    assert attempt(client, "ann@example.com", SECRET).status_code == 201


def test_signing_in_forgets_the_accounts_failures(client: FlaskClient) -> None:
    for _ in range(rules.ACCOUNT_FAILURES - 1):
        attempt(client, "ann@example.com")
    assert attempt(client, "ann@example.com", SECRET).status_code == 201
    assert attempt(client, "ann@example.com").status_code == 401
    assert attempt(client, "ann@example.com", SECRET).status_code == 201


def test_an_account_that_does_not_exist_must_wait_alike(client: FlaskClient) -> None:
    for _ in range(rules.ACCOUNT_FAILURES):
        assert attempt(client, "nobody@example.com").status_code == 401
    assert attempt(client, "nobody@example.com").status_code == 429


def test_an_address_that_tries_many_accounts_must_wait(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ADDRESS_FAILURES", 3)
    for number in range(3):
        assert attempt(client, f"guess{number}@example.com").status_code == 401
    assert attempt(client, "ann@example.com", SECRET).status_code == 429


def test_a_name_that_grows_when_it_is_folded_is_still_counted(
    client: FlaskClient,
) -> None:
    assert attempt(client, "ΐ" * 254).status_code == 401
