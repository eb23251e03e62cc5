"""What a command runs in: the application, its database found, as the system."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from flask import Flask

from app import factory
from app.cli.problem import ConsoleError
from app.cli.processes.instance import Seat
from app.core import logging
from app.core.actor import SYSTEM, acting_as
from app.core.database import db
from config import Settings


def settings_with_database(*, owner: bool = False) -> Settings:
    """Read the settings and find the database, the environment's or a running one."""
    settings = Settings.from_env()
    if settings.database_url is None and settings.database_owner_url is None:
        settings = _of_the_running_one(settings)
    url = settings.database_owner_url if owner else settings.database_url
    if url is None:
        variable = "DATABASE_OWNER_URL" if owner else "DATABASE_URL"
        raise ConsoleError(
            f"{variable} is not set, and this command needs it.",
            "`paigong db roles` prints the roles to create and explains the addresses.",
        )
    check_answers(url)
    return settings


def _of_the_running_one(settings: Settings) -> Settings:
    running = Seat(settings.home).holder()
    if running is None:
        raise ConsoleError(
            f"No database: DATABASE_URL is not set, and nothing runs on "
            f"{settings.home}.",
            "Start `make run` in another terminal, name its folder with PAIGONG_HOME, "
            "or set DATABASE_URL.",
        )
    return replace(
        settings,
        database_url=running.database_url,
        database_owner_url=running.database_owner_url,
    )


def check_answers(url: str) -> None:
    """Connect once, to tell a wrong address from a fault of our own."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise ConsoleError(
            f"The database does not answer: {str(error).strip()}",
            "Check that it runs and that DATABASE_URL is right.",
        ) from error


def ready_app() -> tuple[Flask, Settings]:
    """Build the application over a database that answers."""
    settings = settings_with_database()
    logging.configure(settings.log_level, settings.log_format)
    return factory.build(settings), settings


@contextmanager
def app_context() -> Iterator[Flask]:
    """Run the block inside a ready application, acting as the system."""
    app, _ = ready_app()
    with app.app_context():
        try:
            with acting_as(SYSTEM):
                yield app
        finally:
            db.session.remove()
            db.engine.dispose()
