from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.dialects.postgresql import insert

from app.core.actor import current_actor
from app.core.clock import today
from app.core.database import session
from app.core.errors import Fault, InvalidError
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.dispatch import queries
from app.dispatch.actions.give_up import give_up, is_lost
from app.dispatch.actions.telling import tell_run
from app.dispatch.errors import under_way
from app.dispatch.models import Plan, PlanRun
from app.dispatch.states import RunState
from app.organisations.actions import audit

SOLVE: Final = "dispatch.solve"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which days to plan, for how long to search, and where chance starts."""

    from_day: date
    days: int
    seconds: int
    seed: int = 0


@retry_conflicts
def request_plan(territory_id: int, wanted: Wanted) -> PlanRun:
    """Ask for a plan of a territory; a worker makes a proposal of it.

    Raises
    ------
    RunUnderWayError
        One run of a territory at a time: the second is told, not queued.
    """
    with transaction() as tx:
        territory = queries.territory_to("plan:run", territory_id)
        _require_not_past(wanted.from_day, territory.time_zone)
        owner = territory.owner_organisation_id
        session().execute(
            insert(Plan)
            .values(territory_id=territory_id, owner_organisation_id=owner, version=1)
            .on_conflict_do_nothing()
        )
        _make_way(tx, territory_id)
        run = PlanRun(
            territory_id=territory_id,
            owner_organisation_id=owner,
            requested_by_user_id=current_actor().user_id,
            state=RunState.QUEUED,
            from_day=wanted.from_day,
            days=wanted.days,
            seconds=wanted.seconds,
            seed=wanted.seed,
        )
        session().add(run)
        session().flush()
        detail = {"from_day": str(wanted.from_day), "days": wanted.days}
        audit.record(tx, owner, "plan.run", "run", run.id, detail)
        tell_run(tx, run)
        tx.defer(SOLVE, run_id=run.id)
    return run


def _make_way(tx: Transaction, territory_id: int) -> None:
    """Raise while a run is at work; give up one that every worker has forsaken."""
    at_work = queries.run_at_work(territory_id)
    if at_work is None:
        return
    if not is_lost(at_work):
        raise under_way()
    give_up(tx, at_work)


def _require_not_past(from_day: date, time_zone: str) -> None:
    first = today(time_zone)
    if from_day < first:
        text = f"The past cannot be planned: give {first} or a later day."
        raise InvalidError(text, faults=[Fault("/from_day", "past", text)])
