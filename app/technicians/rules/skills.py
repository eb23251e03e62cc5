"""Which skills hold on a day: a certificate counts at the visit's date, not today's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holding:
    """A skill at a level from 1 to 5; `valid_until` is its last valid day."""

    skill_code: str
    level: int
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


def levels_on(day: date, holdings: Iterable[Holding]) -> dict[str, int]:
    """Return the best valid level of each skill."""
    levels: dict[str, int] = {}
    for held in holdings:
        if held.holds_on(day):
            levels[held.skill_code] = max(levels.get(held.skill_code, 0), held.level)
    return levels
