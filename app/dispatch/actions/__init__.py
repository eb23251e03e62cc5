"""Verbs on plans."""

from app.dispatch.actions.cancel import cancel_run
from app.dispatch.actions.drop import drop
from app.dispatch.actions.give_up import end_lost_runs
from app.dispatch.actions.nightly import plan_every_territory
from app.dispatch.actions.publish import Published, publish
from app.dispatch.actions.request import Wanted, request_plan
from app.dispatch.actions.solve import solve_run

__all__ = [
    "Published",
    "Wanted",
    "cancel_run",
    "drop",
    "end_lost_runs",
    "plan_every_territory",
    "publish",
    "request_plan",
    "solve_run",
]
