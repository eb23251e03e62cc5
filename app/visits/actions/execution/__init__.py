"""Verbs of those on site: each is told by a technician, when it happened and where."""

from app.visits.actions.execution.acknowledge import acknowledge_visit
from app.visits.actions.execution.arrive import arrive
from app.visits.actions.execution.cannot_complete import cannot_complete
from app.visits.actions.execution.change_contact import ContactChange, change_contact
from app.visits.actions.execution.finish_work import finish_work
from app.visits.actions.execution.pause_work import pause_work, resume_work
from app.visits.actions.execution.record import add_evidence
from app.visits.actions.execution.start_travel import start_travel
from app.visits.actions.execution.start_work import start_work

__all__ = [
    "ContactChange",
    "acknowledge_visit",
    "add_evidence",
    "arrive",
    "cannot_complete",
    "change_contact",
    "finish_work",
    "pause_work",
    "resume_work",
    "start_travel",
    "start_work",
]
