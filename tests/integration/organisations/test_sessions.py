import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Role, acting_as
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
)
from app.organisations.states import OrganisationKind
from tests.integration.web.conftest import body

PASSWORD = "a long enough sentence"


@pytest.fixture
def dispatcher(app_context: Flask) -> str:
    with acting_as(SYSTEM):
        home = add_organisation(OrganisationKind.PLATFORM, "house", "House")
        member = Membership(home.id, Role.DISPATCHER)
        add_user(NewUser("Ann@Example.com", "Ann", PASSWORD, [member]))
    assert app_context
    return "ann@example.com"


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> object:
    return client.post("/api/v1/session", json={"email": email, "password": password})


def test_a_person_signs_in_and_is_known(client: FlaskClient, dispatcher: str) -> None:
    answer = client.post(
        "/api/v1/session", json={"email": "ANN@example.com ", "password": PASSWORD}
    )
    assert answer.status_code == 201, answer.text
    assert body(answer)["organisations"][0]["role"] == "dispatcher"
    assert body(client.get("/api/v1/session"))["user"]["email"] == dispatcher


def test_a_wrong_password_says_no_more_than_an_unknown_account(
    client: FlaskClient, dispatcher: str
) -> None:
    wrong = client.post(
        "/api/v1/session", json={"email": dispatcher, "password": "not it at all"}
    )
    absent = client.post(
        "/api/v1/session", json={"email": "no@example.com", "password": "not it at all"}
    )
    assert wrong.status_code == absent.status_code == 401
    assert body(wrong) == body(absent)


def test_all_faults_come_at_once(client: FlaskClient) -> None:
    answer = client.post("/api/v1/session", json={"email": 5, "extra": 1})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in body(answer)["errors"]] == [
        "/email",
        "/extra",
        "/password",
    ]
