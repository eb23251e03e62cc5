"""What ties nodes of different routes, as lower bounds on their starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from routing.model import Link, LinkKind, Problem
from routing.model.units import DAY


class Tie(NamedTuple):
    """The start of one node is at least that of `other` plus `lag`.

    With `by_day` it is at least the first second of the day of `other` instead.
    """

    other: int
    lag: int
    by_day: bool = False

    def floor(self, start: int) -> int:
        return start - start % DAY if self.by_day else start + self.lag


@dataclass(frozen=True, slots=True)
class Couplings:
    """Ties by node, and the rules of links that do not speak of time."""

    pulls: list[tuple[Tie, ...]]
    pushes: list[tuple[Tie, ...]]
    before: list[tuple[int, ...]]
    after: list[tuple[int, ...]]
    same_person: list[tuple[int, ...]]
    other_person: list[tuple[int, ...]]
    coupled: frozenset[int]


def couple(
    problem: Problem,
    visit_nodes: Sequence[Sequence[int]],
    visit_index: Mapping[str, int],
) -> Couplings:
    """Return the ties of crews and links; `coupled` holds visits by index."""
    book = _Book(len(problem.visits), sum(map(len, visit_nodes)))
    for visit, seats in enumerate(visit_nodes):
        for seat in seats[1:]:
            book.tie(seats[0], seat, 0)
            book.tie(seat, seats[0], 0)
            book.coupled.add(visit)
    for link in problem.links:
        first, second = visit_index[link.first], visit_index[link.second]
        book.coupled |= {first, second}
        heads = visit_nodes[first][0], visit_nodes[second][0]
        book.link(link, (first, second), heads, problem.visits[first].duration)
    return book.couplings()


class _Book:
    def __init__(self, visits: int, nodes: int) -> None:
        self._pulls: list[list[Tie]] = [[] for _ in range(nodes)]
        self._pushes: list[list[Tie]] = [[] for _ in range(nodes)]
        self._before: list[list[int]] = [[] for _ in range(visits)]
        self._after: list[list[int]] = [[] for _ in range(visits)]
        self._same: list[list[int]] = [[] for _ in range(visits)]
        self._other: list[list[int]] = [[] for _ in range(visits)]
        self.coupled: set[int] = set()

    def tie(self, earlier: int, later: int, lag: int, *, by_day: bool = False) -> None:
        self._pulls[later].append(Tie(earlier, lag, by_day))
        self._pushes[earlier].append(Tie(later, lag, by_day))

    def link(
        self, link: Link, visits: tuple[int, int], heads: tuple[int, int], length: int
    ) -> None:
        first, second = visits
        if link.kind is LinkKind.FINISH_START:
            self._before[second].append(first)
            self._after[first].append(second)
            self.tie(heads[0], heads[1], length + link.min_lag)
            if link.max_lag is not None:
                self.tie(heads[1], heads[0], -length - link.max_lag)
        elif link.kind is LinkKind.SAME_START:
            self.tie(heads[0], heads[1], -link.tolerance)
            self.tie(heads[1], heads[0], -link.tolerance)
        elif link.kind is LinkKind.SAME_DAY:
            self.tie(heads[0], heads[1], 0, by_day=True)
            self.tie(heads[1], heads[0], 0, by_day=True)
        else:
            same = link.kind is LinkKind.SAME_TECHNICIAN
            people = self._same if same else self._other
            people[first].append(second)
            people[second].append(first)

    def couplings(self) -> Couplings:
        return Couplings(
            pulls=[tuple(each) for each in self._pulls],
            pushes=[tuple(each) for each in self._pushes],
            before=[tuple(each) for each in self._before],
            after=[tuple(each) for each in self._after],
            same_person=[tuple(each) for each in self._same],
            other_person=[tuple(each) for each in self._other],
            coupled=frozenset(self.coupled),
        )
