from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class StoppedBy(StrEnum):
    TIME = "time"
    ITERATIONS = "iterations"
    CANCELLED = "cancelled"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Stop:
    """One seat of a visit in a route; ``start - arrival`` is waiting or a break."""

    visit: str
    seat: int
    arrival: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rest:
    """A break as taken."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Route:
    """A shift's work: departure at ``start``, arrival at the shift's end at ``end``."""

    shift: str
    stops: tuple[Stop, ...]
    start: int
    end: int
    breaks: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a visit is not on some shifts.

    ``code`` is listed in ``docs/routing/reasons.md``; ``shifts`` names where it holds
    and is empty when it holds whatever the shift.
    """

    code: str
    detail: str
    shifts: tuple[str, ...] = ()
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of the problem with which the visit was planned, and at what cost.

    ``change`` is a small JSON object; ``shift`` and ``start`` say where it then fits.
    """

    change: Mapping[str, Any]
    cost: int
    detail: str
    shift: str
    start: int


@dataclass(frozen=True, slots=True)
class Unassigned:
    visit: str
    reasons: tuple[Reason, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """Routes of the shifts in use, the visits left out, and what it all costs."""

    cost: int
    components: Mapping[str, int]
    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...] = ()
    engine: str = ""
    seed: int = 0
    iterations: int = 0
    stopped_by: StoppedBy = StoppedBy.FINISHED
    notes: tuple[str, ...] = field(default=())
