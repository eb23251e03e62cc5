"""The slots of one seat, cheapest first."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.engines.construct.links import Bounds
from routing.engines.state.plan import Plan
from routing.engines.state.slots import NO_PLACE, Ints, Slots


class Place(NamedTuple):
    """A slot with the least that it costs."""

    cost: int
    shift: int
    position: int
    earliest: int
    latest: int


def seat_places(plan: Plan, slots: Slots, node: int, bounds: Bounds) -> list[Place]:
    """Return the slots where one seat may fit, cheapest first."""
    instance = plan.instance
    rows = slots.rows(node)
    if bounds.barred or bounds.only is not None:
        rows = rows[[bounds.allows(instance.duties[row].technician) for row in rows]]
    if not len(rows):
        return []
    offer = slots.offer(node, rows, bounds.floor, bounds.ceiling)
    cost = offer.cost + instance.extra[node, rows][:, None]
    cost[~_open_slots(plan, node, rows, cost.shape[1])] = NO_PLACE
    flat = cost.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[: int((flat < NO_PLACE).sum())]
    width = cost.shape[1]
    columns = (flat, offer.earliest.ravel(), offer.latest.ravel())
    costs, earliest, latest = (each[order].tolist() for each in columns)
    shifts, positions = rows[order // width].tolist(), (order % width).tolist()
    parts = zip(costs, shifts, positions, earliest, latest, strict=True)
    return [Place(*each) for each in parts]


def _open_slots(plan: Plan, node: int, rows: Ints, width: int) -> NDArray[np.bool_]:
    """Tell the slots that leave pinned positions in place."""
    heads = plan.heads[rows][:, None]
    columns = np.arange(width)[None, :]
    pinned = plan.instance.position[node]
    if pinned is None:
        return columns >= heads
    here: NDArray[np.bool_] = (columns == heads) & (heads == pinned)
    return here
