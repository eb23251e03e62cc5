"""The jobs of planning, the nightly plan, and which plans a scope means."""

from sqlalchemy import ColumnElement

from app.core.actor import Actor, Role
from app.core.jobs import Queue, job, schedule
from app.dispatch.actions import end_lost_runs, plan_every_territory, solve_run
from app.dispatch.actions.request import SOLVE
from app.technicians.models import Territory
from app.web.policy import Scope, define_scope

NIGHTLY = "dispatch.nightly"
#: Two in the morning: the day's changes are in, and the board is read at seven.
NIGHTLY_CRON = "0 2 * * *"


def register() -> None:
    """Name the jobs, and tell the policy what the scopes mean."""
    job(SOLVE, queue=Queue.SOLVES, tries=5)(_solve)
    job(NIGHTLY, tries=3)(plan_every_territory)
    schedule(NIGHTLY, job=NIGHTLY, cron=NIGHTLY_CRON)
    job("dispatch.end_lost_runs")(end_lost_runs)
    schedule("dispatch.end_lost_runs", job="dispatch.end_lost_runs", cron="* * * * *")
    define_scope("plan", Scope.OWN, _own_territories)


def _solve(run_id: int) -> None:
    solve_run(run_id)


def _own_territories(actor: Actor) -> ColumnElement[bool]:
    """Territories in which the actor's organisation plans."""
    own = actor.organisation_ids_as(Role.DISPATCHER, Role.PARTNER_MANAGER)
    return Territory.owner_organisation_id.in_(own)
