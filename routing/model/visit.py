from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Window:
    """The visit may start from ``opens`` to ``closes``, both included."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Due:
    """Every second that the visit ends after ``time`` costs."""

    time: int
    cost_per_second: int


@dataclass(frozen=True, slots=True)
class CrewSeat:
    """What one member of the crew must bring."""

    skills: Mapping[str, int] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pin:
    """What must stay: shifts by seat, the start, the place in the route (0 is first).

    Parts left out are free. Positions pinned on one shift count up from 0.
    """

    shifts: tuple[str, ...] = ()
    start: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Where an earlier plan put the visit; leaving it is a disruption."""

    shifts: tuple[str, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One piece of work at a place.

    ``skills`` and ``tags`` are asked of seat 0, beside what its crew seat asks;
    ``load`` is carried by seat 0. ``allowed_shifts`` of ``None`` allows every shift.
    """

    id: str
    location: str
    duration: int
    windows: tuple[Window, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    load: tuple[int, ...] = ()
    priority: Priority = Priority.NORMAL
    mandatory: bool = False
    due: Due | None = None
    crew: tuple[CrewSeat, ...] = (CrewSeat(),)
    pin: Pin | None = None
    committed: Committed | None = None
    allowed_shifts: frozenset[str] | None = None
    forbidden_shifts: frozenset[str] = frozenset()
    preferred_shifts: frozenset[str] = frozenset()

    def seat(self, index: int) -> CrewSeat:
        """Return what seat `index` must bring, the visit's own demands included."""
        seat = self.crew[index]
        if index > 0:
            return seat
        names = {*self.skills, *seat.skills}
        return CrewSeat(
            skills={
                n: max(self.skills.get(n, 0), seat.skills.get(n, 0)) for n in names
            },
            tags=self.tags | seat.tags,
        )
