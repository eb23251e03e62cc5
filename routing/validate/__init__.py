"""What is wrong with a problem: everything at once, each with cause and remedy."""

from collections.abc import Callable, Iterator

from routing.errors import Fault
from routing.model import Problem
from routing.validate.identity import identity
from routing.validate.links import links
from routing.validate.names import Names
from routing.validate.pins import pins
from routing.validate.shifts import shifts
from routing.validate.travel import travel
from routing.validate.visits import visits

_PARTS: tuple[Callable[[Problem, Names], Iterator[Fault]], ...] = (
    identity,
    travel,
    shifts,
    visits,
    pins,
    links,
)


def faults(problem: Problem) -> tuple[Fault, ...]:
    """Return every fault of meaning in `problem`, in the order of the document."""
    names = Names.of(problem)
    return tuple(fault for part in _PARTS for fault in part(problem, names))


__all__ = ["faults"]
