"""Verbs on territories, technicians and their time."""

from app.technicians.actions.people import (
    add_technician,
    change_technician,
    set_shifts,
    set_skills,
)
from app.technicians.actions.positions import (
    Heard,
    Position,
    forget_positions,
    take_positions,
)
from app.technicians.actions.territories import add_territory, change_territory
from app.technicians.actions.time_off import (
    add_absence,
    remove_absence,
    remove_exception,
    set_exception,
)

__all__ = [
    "Heard",
    "Position",
    "add_absence",
    "add_technician",
    "add_territory",
    "change_technician",
    "change_territory",
    "forget_positions",
    "remove_absence",
    "remove_exception",
    "set_exception",
    "set_shifts",
    "set_skills",
    "take_positions",
]
