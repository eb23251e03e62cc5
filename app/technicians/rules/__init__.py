"""Pure decisions on shifts, skills, territories and rows of an import."""

from app.technicians.rules.calendar import Calendar, calendar_of
from app.technicians.rules.faults import pattern_faults, skill_faults, territory_faults
from app.technicians.rules.intake import (
    TechnicianChange,
    TechnicianIntake,
    TerritoryChange,
    TerritoryIntake,
    normal_phone,
)
from app.technicians.rules.rows import KnownCodes, RowFault, read_row
from app.technicians.rules.shifts import (
    DayException,
    DayPattern,
    Interval,
    Pause,
    Rest,
    ShiftWindow,
    TechnicianShift,
    cut,
    disjoint,
    place,
    shift_on,
)
from app.technicians.rules.skills import Holding, levels_on
from app.technicians.rules.territories import Circle, holding_circle, metres_between

__all__ = [
    "Calendar",
    "Circle",
    "DayException",
    "DayPattern",
    "Holding",
    "Interval",
    "KnownCodes",
    "Pause",
    "Rest",
    "RowFault",
    "ShiftWindow",
    "TechnicianChange",
    "TechnicianIntake",
    "TechnicianShift",
    "TerritoryChange",
    "TerritoryIntake",
    "calendar_of",
    "cut",
    "disjoint",
    "holding_circle",
    "levels_on",
    "metres_between",
    "normal_phone",
    "pattern_faults",
    "place",
    "read_row",
    "shift_on",
    "skill_faults",
    "territory_faults",
]
