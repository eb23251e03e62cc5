from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from routing.errors import Fault
from routing.model import LinkKind, Problem
from routing.validate.names import Names, unknown


def links(problem: Problem, names: Names) -> Iterator[Fault]:
    """Links to nothing, to themselves, in circles, or with impossible lags."""
    for index, link in enumerate(problem.links):
        pointer = f"/links/{index}"
        ends = [(f"{pointer}/from", link.first), (f"{pointer}/to", link.second)]
        yield from unknown("visit", ends, names.visits)
        if link.first == link.second:
            yield Fault(
                "link_to_itself",
                f"{pointer}/to",
                f"{link.first!r} is linked to itself",
                "Name two different visits.",
            )
        if link.max_lag is not None and link.max_lag < link.min_lag:
            yield Fault(
                "lag_reversed",
                f"{pointer}/max_lag",
                f"The longest lag, {link.max_lag}, is below the least, {link.min_lag}",
                "Give a max_lag that is not below min_lag.",
            )
    yield from _cycle(problem)


def _cycle(problem: Problem) -> Iterator[Fault]:
    order = TopologicalSorter[str]()
    for link in problem.links:
        if link.kind is LinkKind.FINISH_START and link.first != link.second:
            order.add(link.second, link.first)
    try:
        order.prepare()
    except CycleError as error:
        circle = error.args[1]
        yield Fault(
            "links_in_a_circle",
            "/links",
            f"Each waits for the one before: {' → '.join(reversed(circle))}",
            "Remove one of these links.",
        )
