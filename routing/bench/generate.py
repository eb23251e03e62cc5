"""Instances as a day of field work looks, from a seed."""

from dataclasses import dataclass
from math import ceil
from random import Random

from routing.model import (
    Break,
    CrewSeat,
    Due,
    GreatCircle,
    Link,
    LinkKind,
    Location,
    Priority,
    Problem,
    Shift,
    ShiftEnd,
    ShiftStart,
    Visit,
    Window,
)
from routing.model.units import DAY

_SKILLS = ("vrf", "split", "boiler", "kitchen", "laundry", "cooling")
_CENTRE = (31.2304, 121.4737)
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Family:
    """What instances of a kind have in common; shares are from 0 to 1."""

    visits: int = 300
    visits_per_shift: float = 7.5
    days: int = 1
    windows: float = 0.4
    crews: float = 0.0
    linked: float = 0.0
    dated: float = 0.0
    radius_degrees: float = 0.15
    breaks: bool = True


def generate(family: Family, seed: int) -> Problem:
    """Return the instance of `family` with this `seed`, always the same one."""
    return _Maker(family, seed).problem()


class _Maker:
    def __init__(self, family: Family, seed: int) -> None:
        self.family = family
        self.random = Random(f"technicians {seed}")  # noqa: S311 - a fixed sequence
        self.locations: list[Location] = []

    def problem(self) -> Problem:
        shifts = self._shifts()
        visits = tuple(self._visit(number) for number in range(self.family.visits))
        return Problem(
            epoch="2026-11-23T00:00:00+08:00",
            locations=tuple(self.locations),
            travel=(GreatCircle("car", 25.0, 1.4, 120),),
            shifts=shifts,
            visits=visits,
            links=self._links(visits),
        )

    def _shifts(self) -> tuple[Shift, ...]:
        family = self.family
        needed = ceil(family.visits / family.visits_per_shift)
        people = max(1, ceil(needed / family.days))
        return tuple(shift for person in range(people) for shift in self._week(person))

    def _week(self, person: int) -> list[Shift]:
        home = self._place(f"home-{person}")
        known = self.random.sample(_SKILLS, self.random.randint(2, 4))
        skills = {name: self.random.randint(1, 3) for name in sorted(known)}
        return [
            Shift(
                id=f"t{person}/{day}",
                technician=f"t{person}",
                profile="car",
                start=ShiftStart(home, day * DAY + 8 * _HOUR),
                end=ShiftEnd(day * DAY + 17 * _HOUR, home, day * DAY + 18 * _HOUR),
                breaks=self._breaks(day * DAY),
                skills=skills,
            )
            for day in range(self.family.days)
        ]

    def _breaks(self, midnight: int) -> tuple[Break, ...]:
        if not self.family.breaks:
            return ()
        lunch = midnight + 41_400, midnight + 14 * _HOUR
        return (Break(*lunch, 2_700),)

    def _visit(self, number: int) -> Visit:
        random, skill = self.random, self.random.choice(_SKILLS)
        duration = random.choice((1800, 2700, 3600, 3600, 5400))
        day = random.randrange(self.family.days) * DAY
        level = random.choice((1, 1, 2))
        crew = (
            (CrewSeat(), CrewSeat()) if self._by(self.family.crews) else (CrewSeat(),)
        )
        due = Due(day + 17 * _HOUR, 1) if self._by(self.family.dated) else None
        return Visit(
            id=f"v{number}",
            location=self._place(f"site-{number}"),
            duration=duration,
            windows=self._windows(day) if self._by(self.family.windows) else (),
            skills={skill: level},
            priority=random.choice((Priority.HIGH, Priority.NORMAL, Priority.NORMAL)),
            due=due,
            crew=crew,
        )

    def _windows(self, midnight: int) -> tuple[Window, ...]:
        opens = midnight + self.random.choice((8, 10, 13, 15)) * _HOUR
        return (Window(opens, opens + 2 * _HOUR),)

    def _links(self, visits: tuple[Visit, ...]) -> tuple[Link, ...]:
        """Tie a share of the visits in pairs, the free one after the other."""
        free = [visit.id for visit in visits if not visit.windows]
        count = int(self.family.linked * len(visits)) // 2
        pairs = zip(free[: 2 * count : 2], free[1 : 2 * count : 2], strict=False)
        return tuple(
            Link(LinkKind.FINISH_START, first, second, min_lag=_HOUR)
            for first, second in pairs
        )

    def _place(self, name: str) -> str:
        spread = self.family.radius_degrees
        lat = _CENTRE[0] + self.random.gauss(0, spread / 2)
        lon = _CENTRE[1] + self.random.gauss(0, spread / 2)
        self.locations.append(Location(name, round(lat, 5), round(lon, 5)))
        return name

    def _by(self, share: float) -> bool:
        return self.random.random() < share
