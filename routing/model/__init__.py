"""The words of the optimiser: immutable, in whole seconds, metres and cost."""

from routing.model.link import Link, LinkKind
from routing.model.places import GreatCircle, Location, Table, Travel
from routing.model.policy import Disruption, Policy
from routing.model.problem import Problem
from routing.model.rules import Rule
from routing.model.shift import Break, Shift, ShiftEnd, ShiftStart
from routing.model.solution import (
    Reason,
    Remedy,
    Rest,
    Route,
    Solution,
    Stop,
    StoppedBy,
    Unassigned,
)
from routing.model.visit import (
    Committed,
    CrewSeat,
    Due,
    Pin,
    Priority,
    Visit,
    Window,
)

__all__ = [
    "Break",
    "Committed",
    "CrewSeat",
    "Disruption",
    "Due",
    "GreatCircle",
    "Link",
    "LinkKind",
    "Location",
    "Pin",
    "Policy",
    "Priority",
    "Problem",
    "Reason",
    "Remedy",
    "Rest",
    "Route",
    "Rule",
    "Shift",
    "ShiftEnd",
    "ShiftStart",
    "Solution",
    "Stop",
    "StoppedBy",
    "Table",
    "Travel",
    "Unassigned",
    "Visit",
    "Window",
]
