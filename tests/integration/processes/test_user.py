"""People set up from the console."""

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from app.cli import main
from app.cli.first_demo import load_once
from app.cli.processes.database import DEMO
from app.cli.processes.database import Database as Found
from app.core.actor import Role
from tests.support.cluster import Database

PASSWORD = "a short sentence is good"
EMAIL = "lin@example.com"


@pytest.fixture
def environment(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    return database


def user(*arguments: str, password: str = PASSWORD) -> Result:
    return CliRunner(env={"NEW_PASSWORD": password}).invoke(main, ["user", *arguments])


def add(*more: str, password: str = PASSWORD) -> Result:
    who = ("--name", "Lin", "--role", "dispatcher", "--organisation", "main")
    return user("add", EMAIL, *who, *more, password=password)


@pytest.mark.usefixtures("environment")
def test_the_first_person_comes_with_an_organisation_and_may_sign_in(
    client: FlaskClient,
) -> None:
    assert add("--new", "platform").exit_code == 0
    signed_in = client.post(
        "/api/v1/session", json={"email": EMAIL, "password": PASSWORD}
    )
    assert signed_in.status_code in {200, 201}


@pytest.mark.usefixtures("environment")
def test_an_organisation_that_is_not_there_is_told_with_the_remedy() -> None:
    refused = add()
    assert refused.exit_code == 1
    assert "--new" in refused.output


@pytest.mark.usefixtures("environment")
def test_the_same_person_twice_is_refused() -> None:
    add("--new", "platform")
    again = add()
    assert again.exit_code == 1
    assert "e-mail" in again.output


@pytest.mark.usefixtures("environment")
def test_a_weak_password_is_told_with_its_remedy() -> None:
    refused = add("--new", "platform", password="short")
    assert refused.exit_code == 1
    assert "/password" in refused.output


@pytest.mark.usefixtures("environment")
def test_a_token_opens_the_api_until_the_password_changes(client: FlaskClient) -> None:
    add("--new", "platform")
    token = user("token", EMAIL, "--label", "script").output.strip()
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/organisations", headers=headers).status_code == 200
    assert user("password", EMAIL, password=PASSWORD * 2).exit_code == 0
    assert client.get("/api/v1/organisations", headers=headers).status_code == 401


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("verb", ["token", "password"])
def test_nobody_of_that_name_is_told(verb: str) -> None:
    refused = user(verb, "nobody@example.com")
    assert refused.exit_code == 1
    assert "Nobody signs in" in refused.output


def test_the_demonstration_is_loaded_once_and_remembers_its_logins(
    environment: Database,
) -> None:
    found = Found(environment.app_url, None, None)
    assert found.mark(DEMO) is None
    load_once()
    logins = found.mark(DEMO)
    load_once()
    assert found.mark(DEMO) == logins
    for role in Role:
        assert role in (logins or "")
