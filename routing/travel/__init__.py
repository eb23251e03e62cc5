"""How long and how far from place to place, by profile."""

from collections.abc import Mapping

from routing.model import GreatCircle, Problem, Travel
from routing.travel.great_circle import GreatCircleSource
from routing.travel.source import FORBIDDEN, Legs, Source
from routing.travel.table import TableSource


def source(spec: Travel) -> Source:
    """Return what answers for `spec`."""
    if isinstance(spec, GreatCircle):
        return GreatCircleSource(spec)
    return TableSource(spec)


def legs(problem: Problem) -> Mapping[str, Legs]:
    """Return the legs between all locations of `problem`, by profile."""
    return {
        spec.profile: source(spec).legs(problem.locations) for spec in problem.travel
    }


__all__ = ["FORBIDDEN", "Legs", "Source", "legs", "source"]
