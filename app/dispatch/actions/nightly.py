import structlog

from app.core.clock import today
from app.core.errors import PaigongError
from app.dispatch.actions.request import Wanted, request_plan
from app.technicians import queries as technicians

DAYS = 5
SECONDS = 60

_log = structlog.get_logger("paigong.dispatch")


def plan_every_territory() -> None:
    """Ask for a plan of each territory, to be looked at in the morning.

    A territory that is being planned already is left to that run.
    """
    territories = [(row.id, row.time_zone) for row in technicians.all_territories()]
    for territory_id, time_zone in territories:
        try:
            request_plan(territory_id, Wanted(today(time_zone), DAYS, SECONDS))
        except PaigongError as error:
            _log.info("nightly plan skipped", territory=territory_id, why=error.detail)
