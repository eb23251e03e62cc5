"""A connection that breaks once the work is done takes nothing back."""

import psycopg
from flask import Flask
from sqlalchemy import text

from app.core.database import session
from tests.support.cluster import Database


def backend() -> int:
    return int(session().scalar(text("SELECT pg_backend_pid()")) or 0)


def end(database: Database, pid: int) -> None:
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))


def test_a_context_is_left_without_a_fault_when_its_connection_is_gone(
    app: Flask, database: Database
) -> None:
    with app.app_context():
        gone = backend()
        end(database, gone)
    with app.app_context():
        assert backend() != gone
