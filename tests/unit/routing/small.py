"""A problem of two people and a handful of visits, to be altered by each test."""

from copy import deepcopy
from typing import Any

from routing import load_problem
from routing.model import Problem

#: Ten minutes between any two places; 08:00 to 17:00 with an hour of overtime.
HOUR = 3600
LEG = 600
OPENS, CLOSES, LATEST = 8 * HOUR, 17 * HOUR, 18 * HOUR
PLACES = ("home", "north", "south")

Document = dict[str, Any]


def shift(name: str = "ann", **changes: Any) -> Document:
    return {
        "id": f"{name}/0",
        "technician": name,
        "profile": "car",
        "start": {"location": "home", "time": OPENS},
        "end": {"location": "home", "time": CLOSES, "overtime_until": LATEST},
        "skills": {"vrf": 2},
        **changes,
    }


def visit(name: str = "v1", **changes: Any) -> Document:
    return {"id": name, "location": "north", "duration": HOUR, **changes}


def document(**changes: Any) -> Document:
    """Return a sound problem document with `changes` at its top."""
    seconds = [[0 if a == b else LEG for a in PLACES] for b in PLACES]
    metres = [[0 if a == b else 5_000 for a in PLACES] for b in PLACES]
    plain: Document = {
        "version": 1,
        "epoch": "2026-11-23T00:00:00+08:00",
        "locations": [{"id": name} for name in PLACES],
        "travel": [
            {
                "profile": "car",
                "source": "table",
                "locations": list(PLACES),
                "seconds": seconds,
                "metres": metres,
            }
        ],
        "shifts": [shift()],
        "visits": [visit()],
        "links": [],
        "policy": {},
    }
    return deepcopy({**plain, **changes})


def problem(**changes: Any) -> Problem:
    return load_problem(document(**changes))
