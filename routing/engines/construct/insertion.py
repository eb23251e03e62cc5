"""The best place of one visit: cheapest first by the slots, each proven exactly."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from routing.engines.construct.crew import crew_places
from routing.engines.construct.links import link_bounds
from routing.engines.construct.seat import seat_places
from routing.engines.state.plan import Change, Plan
from routing.engines.state.slots import Slots

TRIES: Final = 60
"""Exact evaluations before a visit is given up for now."""


def best_change(
    plan: Plan,
    slots: Slots,
    visit: int,
    *,
    tries: int = TRIES,
    at_most: int | None = None,
) -> Change | None:
    """Return the cheapest proven insertion of `visit` that costs below `at_most`.

    Without `at_most`, it has to be cheaper than leaving the visit out.
    """
    penalty = plan.instance.penalty[visit]
    ceiling = penalty if at_most is None else at_most
    best: Change | None = None
    for bound, places in islice(places_of(plan, slots, visit), tries):
        least = ceiling if best is None else best.cost + penalty
        if bound >= least:
            break
        change = plan.inserted(visit, places)
        if change is not None and change.cost + penalty < least:
            best = change
    return best


def places_of(
    plan: Plan, slots: Slots, visit: int
) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Yield (least cost, (shift, position) by seat), cheapest first."""
    bounds = link_bounds(plan, visit)
    if bounds is None:
        return
    nodes = plan.instance.visit_nodes[visit]
    found = [seat_places(plan, slots, node, bounds) for node in nodes]
    if len(nodes) > 1:
        yield from crew_places(plan.instance, found)
        return
    for place in found[0]:
        yield place.cost, ((place.shift, place.position),)
