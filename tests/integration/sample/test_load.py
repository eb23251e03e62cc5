import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.sample.load import load_demo

COUNTS = {
    "organisations": 8,
    "users": 6,
    "brands": 3,
    "catalogue_models": 40,
    "commissioning_templates": 40,
    "territories": 2,
    "technicians": 24,
    "projects": 45,
    "work_orders": 135,
}


def counted() -> dict[str, int]:
    with acting_as(SYSTEM):
        found = {
            table: session().scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names above
            for table in COUNTS
        }
        session().rollback()
    return found


def test_the_demonstration_is_loaded_once_and_every_role_signs_in(
    app_context: Flask, client: FlaskClient
) -> None:
    assert app_context
    logins = load_demo()
    assert counted() == COUNTS
    assert load_demo() == logins
    assert counted() == COUNTS
    assert {login.role for login in logins} == set(Role)
    for login in logins:
        answer = client.post(
            "/api/v1/session", json={"email": login.email, "password": login.password}
        )
        assert answer.status_code == 201, answer.text
        assert answer.json is not None
        assert [o["role"] for o in answer.json["organisations"]] == [login.role]


def test_a_loader_that_dies_half_way_leaves_nothing(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app_context

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.sample.load.create_project", die)
    with pytest.raises(KeyboardInterrupt):
        load_demo()
    assert set(counted().values()) == {0}
