"""Make the change that a remedy names."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from routing.model import Problem, Shift, Visit, Window


def apply_change(problem: Problem, change: Mapping[str, Any]) -> Problem:
    """Return `problem` with the `change` of a remedy made.

    Parameters
    ----------
    change
        ``{"shift", "overtime_until"}``, ``{"shift", "skills"}`` or
        ``{"visit", "window"}``, as `Remedy.change` holds it.
    """
    if "visit" in change:
        visits = tuple(
            _with_window(visit, change["window"])
            if visit.id == change["visit"]
            else visit
            for visit in problem.visits
        )
        return replace(problem, visits=visits)
    shifts = tuple(
        _with_more(shift, change) if shift.id == change["shift"] else shift
        for shift in problem.shifts
    )
    return replace(problem, shifts=shifts)


def _with_window(visit: Visit, window: tuple[int, int]) -> Visit:
    return replace(visit, windows=(*visit.windows, Window(*window)))


def _with_more(shift: Shift, change: Mapping[str, Any]) -> Shift:
    if "overtime_until" in change:
        end = replace(shift.end, overtime_until=change["overtime_until"])
        return replace(shift, end=end)
    return replace(shift, skills={**shift.skills, **change["skills"]})
