"""`paigong clock`: one works, any others stand by."""

import signal
import threading

import click

from app.cli.context import ready_app
from app.cli.problem import ConsoleError
from app.cli.processes import lifeline as lifelines
from app.jobs.clock import keep_time


@click.command()
@lifelines.option
def clock(lifeline: int | None) -> None:
    """Defer the jobs that are due by the clock until stopped."""
    app, settings = ready_app()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    lifelines.follow(lifeline, lifelines.end_myself)
    if not keep_time(app, settings.database_url or "", stop):
        raise ConsoleError(
            "The clock lost its database.",
            "Start it again when the database answers; missed times are made up for.",
        )
