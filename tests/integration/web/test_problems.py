"""Refusals as problem details, whoever refuses."""

from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.core.database import session
from app.core.errors import (
    ConflictError,
    IllegalMoveError,
    NotFoundError,
    PaigongError,
    TooManyError,
)
from app.web.errors import refuse, status_of
from config import driver_url
from tests.integration.web.conftest import Caller, body
from tests.support.cluster import Database


def test_every_problem_names_its_place_in_the_index(brand: Caller) -> None:
    answer = brand.ask("POST", "/organisations", json={})
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert body(answer) == {
        "type": "/docs/errors#forbidden",
        "title": "Not allowed",
        "status": 403,
        "detail": "Your role does not allow organisation create.",
        "code": "forbidden",
    }


def test_all_faults_come_at_once(admin: Caller) -> None:
    sent = {"kind": "pub", "code": "NO", "extra": 1}
    answer = admin.ask("POST", "/organisations?more=1", json=sent)
    assert answer.status_code == 422
    assert [(f["pointer"], f["code"]) for f in body(answer)["errors"]] == [
        ("/code", "invalid_value"),
        ("/extra", "unknown"),
        ("/kind", "invalid_value"),
        ("/name", "missing"),
        ("/query/more", "unknown"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/organisations/9223372036854775807",
        "/organisations/9223372036854775808",
        "/organisations/" + "9" * 5000,
        "/organisations/0",
        "/organisations/٣",
        "/organisations/-1",
        "/organisations/1.0",
        "/organisations/1%00",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_not_found_in_the_same_words(
    admin: Caller, path: str
) -> None:
    answer = admin.ask("GET", path)
    assert answer.status_code == 404
    assert body(answer)["detail"] == NotFoundError().detail
    assert body(answer)["code"] == "not_found"


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 5000, "0", "٣"])
def test_a_change_of_a_row_that_cannot_be_is_not_found_either(
    admin: Caller, number: str
) -> None:
    path, tag = f"/organisations/{number}", {"If-Match": '"1"'}
    answer = admin.ask("PATCH", path, json={"name": "x"}, headers=tag)
    assert answer.status_code in {404, 405}
    assert body(answer)["code"] in {"not_found", "method_not_allowed"}


def test_a_method_that_is_not_there_says_which_are(admin: Caller) -> None:
    answer = admin.ask("DELETE", "/organisations")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert body(answer)["code"] == "method_not_allowed"


def test_a_body_that_is_too_large_is_refused(
    app: Flask, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100)
    answer = admin.ask("POST", "/organisations", json={"name": "x" * 200})
    assert answer.status_code == 413
    assert body(answer)["code"] == "request_entity_too_large"


def test_an_unmapped_refusal_is_a_conflict_and_a_finer_one_its_ancestors() -> None:
    class OddError(PaigongError):
        """Nobody said which status it has."""

    assert status_of(OddError("odd")) == 409
    assert status_of(IllegalMoveError("no")) == status_of(ConflictError("no")) == 409


def test_too_many_says_when_to_come_back(app: Flask) -> None:
    with app.test_request_context("/"):
        answer = refuse(TooManyError("Slowly.", retry_after=7))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def broken(app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Any) -> None:
    """Let `GET /healthz` meet a fault."""

    def fail(**_: Any) -> None:
        fault()

    monkeypatch.setitem(app.view_functions, "health.healthz", fail)


def test_a_fault_of_the_program_is_told_without_its_insides(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(app, monkeypatch, insides)
    answer = client.get("/healthz")
    assert answer.status_code == 500
    assert body(answer)["code"] == "internal"
    assert "secret" not in answer.text


def insides() -> None:
    raise LookupError("secret")


class DriverError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def lost(sqlstate: str | None) -> Any:
    def fail() -> None:
        raise OperationalError("SELECT 1", {}, DriverError(sqlstate))

    return fail


def test_a_database_that_is_away_is_no_fault_of_the_program(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(app, monkeypatch, lost(None))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "does not answer" in body(answer)["detail"]


def test_a_pool_without_a_free_connection_asks_to_come_again(
    app: Flask,
    client: FlaskClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = create_engine(
        driver_url(database.app_url), pool_size=1, max_overflow=0, pool_timeout=0
    )

    def ask() -> None:
        engine.connect()

    broken(app, monkeypatch, ask)
    with engine.connect():
        answer = client.get("/healthz")
    engine.dispose()
    assert answer.status_code == 503
    assert "Too much is going on" in body(answer)["detail"]


def test_a_tie_between_writers_is_told_as_one(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(app, monkeypatch, lost("40P01"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "Others change the same rows" in body(answer)["detail"]


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("SELECT 10000000000000000000::bigint", 422),
        (
            "INSERT INTO organisations (kind, code, name) VALUES ('store', 'a', 'b')",
            403,
        ),
        ("SELECT nonsense", 500),
    ],
)
def test_what_the_database_refuses_is_told_apart(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
    status: int,
) -> None:
    broken(app, monkeypatch, lambda: session().execute(text(statement)))
    assert client.get("/healthz").status_code == status


def test_a_connection_lost_in_the_middle_is_told_and_replaced(
    app: Flask,
    client: FlaskClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cut() -> None:
        pid = session().scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(database.superuser_url) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        session().execute(text("SELECT 1"))

    broken(app, monkeypatch, cut)
    assert client.get("/healthz").status_code == 503
    assert client.get("/api/v1/session").status_code == 401


def test_after_a_lost_connection_the_next_request_is_served(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with app.app_context():
        session().execute(text("SELECT 1"))
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'paigong_app' AND datname = current_database()"
        )
    token = {"Authorization": "Bearer nonsense"}
    assert client.get("/api/v1/session", headers=token).status_code == 401
