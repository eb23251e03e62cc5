"""The hard rules by name: what a violation and a reason refer to."""

from enum import StrEnum


class Rule(StrEnum):
    """A rule that a solution must keep."""

    ACCOUNTING = "accounting"
    SKILL_MISSING = "skill_missing"
    SKILL_LEVEL = "skill_level"
    TAG_MISSING = "tag_missing"
    SHIFT_NOT_ALLOWED = "shift_not_allowed"
    CAPACITY = "capacity"
    WINDOW = "window"
    DURATION = "duration"
    SHIFT_START = "shift_start"
    SHIFT_END = "shift_end"
    TRAVEL_TIME = "travel_time"
    FORBIDDEN_TRAVEL = "forbidden_travel"
    BREAK = "break"
    CREW_INCOMPLETE = "crew_incomplete"
    CREW_START = "crew_start"
    CREW_TECHNICIAN = "crew_technician"
    LINK_PREDECESSOR = "link_predecessor"
    LINK_LAG = "link_lag"
    LINK_SAME_START = "link_same_start"
    LINK_SAME_TECHNICIAN = "link_same_technician"
    LINK_DIFFERENT_TECHNICIAN = "link_different_technician"
    LINK_SAME_DAY = "link_same_day"
    PIN = "pin"
    DISRUPTION = "disruption"
    COST = "cost"
