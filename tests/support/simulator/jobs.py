"""What clock and worker would have done for visits by now, done on the spot."""

from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.jobs import registered_schedules
from app.core.transaction import transaction
from tests.support.jobs import drain


def do_what_is_due(app: Flask, database_url: str) -> None:
    """Run every scheduled job of visits, and all that waits in the queue."""
    with app.app_context(), acting_as(SYSTEM), transaction() as tx:
        for each in registered_schedules():
            if each.name.startswith("visits."):
                tx.defer(each.job)
    drain(app, database_url)
