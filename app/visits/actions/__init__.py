"""Verbs on visits."""

from app.visits.actions.assign import assign_visit
from app.visits.actions.pin import pin, unpin
from app.visits.actions.placing import Placement, place_all
from app.visits.actions.prepare import (
    cancel_unstarted,
    cancel_visits,
    create_visits,
    refit_visits,
)
from app.visits.actions.retell import retell_after, retell_project
from app.visits.actions.swap import swap_visits
from app.visits.actions.unassign import unassign_visit

__all__ = [
    "Placement",
    "assign_visit",
    "cancel_unstarted",
    "cancel_visits",
    "create_visits",
    "pin",
    "place_all",
    "refit_visits",
    "retell_after",
    "retell_project",
    "swap_visits",
    "unassign_visit",
    "unpin",
]
