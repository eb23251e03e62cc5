"""Put a seat where it does not belong, honestly, and let the checker name the rule."""

from dataclasses import dataclass

from routing.check import Book, Case, Violation, rule_breaks
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.report import route_of
from routing.engines.state.timing import Timing, time_route
from routing.explain.relaxed import without_breaks, without_hours, without_windows
from routing.model import Rule, Solution

_NOT_OF_A_SEAT = frozenset({Rule.CREW_INCOMPLETE, Rule.LINK_PREDECESSOR})


@dataclass(frozen=True)
class Trials:
    """Routes that break as few rules as they can.

    Times are made under the strictest rules that leave any: all of them, then without
    breaks, without the shift's end, without windows, and at last without all three.
    """

    book: Book
    instance: Instance
    looser: tuple[Instance, ...]

    @classmethod
    def of(cls, book: Book, instance: Instance) -> "Trials":
        everyone = list(range(len(instance.visits)))
        endless = without_hours(instance)
        any_time = without_windows(instance, everyone)
        both = without_windows(endless, everyone)
        rested = without_breaks(instance), without_breaks(both)
        looser = (instance, rested[0], endless, any_time, both, rested[1])
        return cls(book, instance, looser)

    def timed(self, shift: int, nodes: Nodes) -> Timing | None:
        """Return times for `nodes` on `shift`, breaking rules when there is no way."""
        for instance in self.looser:
            timing = time_route(instance, shift, nodes)
            if timing is not None:
                return timing
        return None

    def breaks(self, shift: int, nodes: Nodes) -> tuple[Violation, ...]:
        """Return what the checker has against `nodes` on `shift`, alone in the plan."""
        timing = self.timed(shift, nodes)
        if timing is None:
            return ()
        route = route_of(self.instance, shift, nodes, timing)
        case = Case(self.book, Solution(0, {}, (route,)))
        return tuple(v for v in rule_breaks(case) if v.rule not in _NOT_OF_A_SEAT)
