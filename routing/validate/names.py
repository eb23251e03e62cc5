from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from routing.errors import Fault
from routing.model import Problem


@dataclass(frozen=True, slots=True)
class Names:
    """What may be referred to."""

    locations: frozenset[str]
    profiles: frozenset[str]
    shifts: frozenset[str]
    visits: frozenset[str]

    @classmethod
    def of(cls, problem: Problem) -> "Names":
        return cls(
            locations=frozenset(place.id for place in problem.locations),
            profiles=frozenset(spec.profile for spec in problem.travel),
            shifts=frozenset(shift.id for shift in problem.shifts),
            visits=frozenset(visit.id for visit in problem.visits),
        )


def unknown(
    kind: str, wanted: Iterable[tuple[str, str]], known: frozenset[str]
) -> Iterator[Fault]:
    """Yield a fault for each (pointer, name) that is not `known`."""
    for pointer, name in wanted:
        if name not in known:
            yield Fault(
                f"unknown_{kind}",
                pointer,
                f"There is no {kind} {name!r}",
                f"Add the {kind}, or correct the name.",
            )
