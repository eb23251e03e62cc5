"""The problem and the solution side by side, with nothing that an engine computed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from routing.model import Problem, Rest, Route, Rule, Shift, Solution, Stop, Visit
from routing.travel import Legs, legs


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a solution breaks, where, and by how much."""

    rule: Rule
    detail: str
    visit: str | None = None
    shift: str | None = None

    def __str__(self) -> str:
        named = (self.rule.value, self.visit, self.shift, self.detail)
        return ": ".join(part for part in named if part)


@dataclass(frozen=True)
class Book:
    """A problem by name, made once for any number of solutions; its legs if known."""

    problem: Problem
    known: Mapping[str, Legs] | None = None

    @cached_property
    def shifts(self) -> Mapping[str, Shift]:
        return {shift.id: shift for shift in self.problem.shifts}

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        return {visit.id: visit for visit in self.problem.visits}

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {place.id: at for at, place in enumerate(self.problem.locations)}

    @cached_property
    def legs(self) -> Mapping[str, Legs]:
        return self.known or legs(self.problem)


@dataclass(frozen=True, slots=True)
class Planned:
    """One stop with what it stands for."""

    route: Route
    shift: Shift
    stop: Stop
    visit: Visit


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive: when it could begin, when it is over, and what it takes."""

    shift: Shift
    visit: str | None
    leaves: int
    arrives: int
    starts: int
    seconds: int
    metres: int
    resting: int


@dataclass(frozen=True)
class Case:
    """A solution to judge. Unknown names are left to the rule of accounting."""

    book: Book
    solution: Solution

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        return tuple(
            Planned(route, self.book.shifts[route.shift], stop, visit)
            for route in self.routes
            for stop in route.stops
            if (visit := self.book.visits.get(stop.visit)) is not None
            and stop.seat < len(visit.crew)
        )

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        return tuple(r for r in self.solution.routes if r.shift in self.book.shifts)

    @cached_property
    def crews(self) -> Mapping[str, tuple[Planned, ...]]:
        """Return the stops of each planned visit, by seat."""
        found = defaultdict[str, list[Planned]](list)
        for each in self.planned:
            found[each.visit.id].append(each)
        return {
            name: tuple(sorted(stops, key=lambda each: each.stop.seat))
            for name, stops in found.items()
        }

    def drives(self, route: Route) -> Iterator[Leg]:
        """Yield each leg of `route`, the one to the shift's end included."""
        shift = self.book.shifts[route.shift]
        here, leaves = shift.start.location, route.start
        for stop in route.stops:
            visit = self.book.visits.get(stop.visit)
            if visit is None:
                continue
            times = (leaves, stop.arrival, stop.start)
            yield self._leg(route, stop.visit, (here, visit.location), times)
            here, leaves = visit.location, stop.end
        there = shift.end.location or here
        yield self._leg(route, None, (here, there), (leaves, route.end, route.end))

    def _leg(
        self,
        route: Route,
        visit: str | None,
        ends: tuple[str, str],
        times: tuple[int, int, int],
    ) -> Leg:
        shift = self.book.shifts[route.shift]
        legs = self.book.legs[shift.profile]
        pair = self.book.places[ends[0]], self.book.places[ends[1]]
        stays = visit is None and shift.end.location is None
        return Leg(
            shift=shift,
            visit=visit,
            leaves=times[0],
            arrives=times[1],
            starts=times[2],
            seconds=0 if stays else int(legs.seconds[pair]),
            metres=0 if stays else int(legs.metres[pair]),
            resting=resting(route.breaks, times[0], times[1]),
        )


def resting(breaks: tuple[Rest, ...], since: int, until: int) -> int:
    """Return the seconds of `breaks` between two times."""
    return sum(max(0, min(b.end, until) - max(b.start, since)) for b in breaks)
