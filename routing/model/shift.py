from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Break:
    """A rest of ``duration`` seconds inside ``[earliest, latest_end]``.

    It is taken between visits or while driving, never during one. It is not owed
    when it fits before the technician departs or after the route has ended.
    """

    earliest: int
    latest_end: int
    duration: int


@dataclass(frozen=True, slots=True)
class ShiftStart:
    """Where the technician is, and the earliest departure."""

    location: str
    time: int


@dataclass(frozen=True, slots=True)
class ShiftEnd:
    """Where and when the shift ends.

    Without a location the route ends at its last visit. Time after ``time`` is
    overtime; ``overtime_until`` is the last second allowed.
    """

    time: int
    location: str | None = None
    overtime_until: int | None = None

    @property
    def latest(self) -> int:
        return self.time if self.overtime_until is None else self.overtime_until


@dataclass(frozen=True, slots=True)
class Shift:
    """A technician on a day. An empty ``capacity`` carries anything."""

    id: str
    technician: str
    profile: str
    start: ShiftStart
    end: ShiftEnd
    breaks: tuple[Break, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    capacity: tuple[int, ...] = ()
