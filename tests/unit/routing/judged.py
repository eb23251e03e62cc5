"""Routes as a person would write them, and the rules that the checker finds broken."""

from typing import Any

from routing import Problem, Solution, check
from routing.model import Route, Rule, Stop, Unassigned
from tests.unit.routing.small import HOUR, LEG, OPENS

ARRIVES = OPENS + LEG
ENDS = ARRIVES + HOUR
HOME = ENDS + LEG


def stop(name: str = "v1", *, seat: int = 0, start: int = ARRIVES) -> Stop:
    return Stop(name, seat, start, start, start + HOUR)


def route(*stops: Stop, who: str = "ann", **times: Any) -> Route:
    """Return a route that leaves and ends as its stops ask."""
    start = stops[0].arrival - LEG if stops else OPENS
    end = stops[-1].end + LEG if stops else OPENS
    return Route(f"{who}/0", stops, times.get("start", start), times.get("end", end))


def broken(asked: Problem, *routes: Route, out: tuple[str, ...] = ()) -> set[Rule]:
    """Return the rules broken, cost apart."""
    left_out = tuple(Unassigned(name) for name in out)
    solution = Solution(0, {}, routes, left_out)
    return {each.rule for each in check(asked, solution)} - {Rule.COST}
