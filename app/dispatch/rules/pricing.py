"""What a run asks the optimiser to weigh: sixty units of cost are a second's drive.

An hour sooner is worth a minute's drive at normal priority, so that work is done
early and chains fit; leaving work out always costs more than doing it last.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.dispatch.rules.facts import Snapshot, Task
from app.projects.states import Priority

TRAVEL_SECOND: Final = 60
OVERTIME_SECOND: Final = 120
#: Moving a visit from its technician must save five minutes, a promised one an hour.
UNPREFERRED: Final = 300 * TRAVEL_SECOND
DISRUPTION: Final = 3600 * TRAVEL_SECOND
PENALTIES: Final = {
    Priority.CRITICAL: 120_000 * TRAVEL_SECOND,
    Priority.HIGH: 48_000 * TRAVEL_SECOND,
    Priority.NORMAL: 24_000 * TRAVEL_SECOND,
    Priority.LOW: 12_000 * TRAVEL_SECOND,
}
LATENESS: Final = {
    Priority.CRITICAL: 4,
    Priority.HIGH: 2,
    Priority.NORMAL: 1,
    Priority.LOW: 1,
}
#: The penalties outweigh the lateness of a horizon as long as this.
USUAL_HORIZON: Final = timedelta(days=5)
MANDATORY: Final = "mandatory"


@dataclass(frozen=True, slots=True)
class Prices:
    """The policy of one run."""

    penalties: dict[str, int]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Prices":
        length = snapshot.horizon.end - snapshot.horizon.start
        factor = max(1, -(-length // USUAL_HORIZON))
        penalties = {each.value: cost * factor for each, cost in PENALTIES.items()}
        penalties[MANDATORY] = 10 * penalties[Priority.CRITICAL]
        return cls(penalties)

    def document(self) -> dict[str, Any]:
        return {
            "travel_second": TRAVEL_SECOND,
            "overtime_second": OVERTIME_SECOND,
            "unpreferred": UNPREFERRED,
            "disruption": {"price": DISRUPTION},
            "penalties": self.penalties,
        }

    def penalty(self, task: Task) -> int:
        """Return what it costs to leave the visit out."""
        name = MANDATORY if task.is_promised else task.priority.value
        return self.penalties[name]
