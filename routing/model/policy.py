from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from routing.model.visit import Priority, Visit

MANDATORY: Final = "mandatory"

DEFAULT_PENALTIES: Final[Mapping[str, int]] = MappingProxyType(
    {
        MANDATORY: 10_000_000,
        Priority.CRITICAL.value: 120_000,
        Priority.HIGH.value: 48_000,
        Priority.NORMAL.value: 24_000,
        Priority.LOW.value: 12_000,
    }
)


@dataclass(frozen=True, slots=True)
class Disruption:
    """How many committed visits may move, and what each costs.

    A visit has moved when its shifts differ from the committed ones, or its start
    by more than ``tolerance`` seconds. Leaving it out is not a move: it costs its
    penalty. A ``budget`` of ``None`` sets no limit.
    """

    budget: int | None = None
    price: int = 0
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """What things cost, in one whole-number currency.

    The cost of a solution is the sum of its components:

    - ``travel``: ``travel_second`` per second driven, and per leg
      ``(metres * travel_kilometre + 500) // 1000``;
    - ``work``: ``work_second`` per second from departure to the end of the route;
    - ``waiting``: ``waiting_second`` per idle second between arrival and start;
    - ``overtime``: ``overtime_second`` per second after the shift's end;
    - ``lateness``: each visit's own price per second past its due time;
    - ``shifts``: ``shift_used`` for each route;
    - ``preference``: ``unpreferred`` for each seat on a shift that is not preferred;
    - ``disruption``: the price of each committed visit that moved;
    - ``unassigned``: the penalty of each visit left out, by priority.
    """

    travel_second: int = 1
    travel_kilometre: int = 0
    work_second: int = 0
    waiting_second: int = 0
    overtime_second: int = 2
    shift_used: int = 0
    unpreferred: int = 600
    disruption: Disruption = field(default_factory=Disruption)
    penalties: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PENALTIES)

    def penalty(self, visit: Visit) -> int:
        """Return what leaving out `visit` costs."""
        name = MANDATORY if visit.mandatory else visit.priority.value
        return self.penalties.get(name, DEFAULT_PENALTIES[name])
