"""A connection that is lost in the middle is told as what it is, and by nobody else."""

import psycopg
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from tests.support.cluster import Database
from tests.support.faults.world import make_world

CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE usename = 'paigong_app' AND datname = current_database()"
)


def cut_connections(database: Database) -> None:
    """End every connection of the application, as a dying server does."""
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(CUT)


def test_a_connection_lost_while_acting_is_raised_as_lost(
    app_context: Flask, database: Database
) -> None:
    assert app_context

    def lose_it() -> None:
        with acting_as(SYSTEM):
            session().execute(text("SELECT 1"))
            cut_connections(database)
            session().execute(text("SELECT 1"))

    with pytest.raises(OperationalError):
        lose_it()
    session().rollback()
    assert session().scalar(text("SELECT 1")) == 1


def test_a_connection_lost_after_the_answer_does_not_take_it_back(
    app: Flask,
    client: FlaskClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [token] = make_world(database, 1).tokens

    def lose(answer: Response) -> Response:
        cut_connections(database)
        return answer

    functions = [lose, *app.after_request_funcs.get(None, [])]
    monkeypatch.setitem(app.after_request_funcs, None, functions)
    for _ in range(2):
        answer = client.get(
            "/api/v1/projects", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
