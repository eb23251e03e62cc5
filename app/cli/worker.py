"""`paigong worker`: as many as wanted, on as many machines."""

import click

from app.cli.context import ready_app
from app.cli.problem import ConsoleError
from app.cli.processes import lifeline as lifelines
from app.jobs.worker import GRACE_SECONDS, work


@click.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    help="Solves at a time, and as many other jobs beside them.",
)
@click.option(
    "--grace",
    type=click.IntRange(0, 3600),
    default=GRACE_SECONDS,
    show_default=True,
    help="Seconds that running jobs get at a stop before they are put back.",
)
@lifelines.option
def worker(concurrency: int | None, grace: int, lifeline: int | None) -> None:
    """Carry out background jobs until stopped; running ones may finish first."""
    app, settings = ready_app()
    lifelines.follow(lifeline, lifelines.end_myself)
    url = settings.database_url or ""
    if not work(app, url, concurrency or settings.worker_concurrency, grace):
        raise ConsoleError(
            "The worker lost its database.",
            "Start it again when the database answers; its jobs are kept.",
        )
