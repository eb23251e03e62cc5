"""A first plan: what is bound goes in first, the rest by regret."""

from typing import Final

import numpy as np

from routing.engines.base import Control
from routing.engines.construct.insertion import best_change
from routing.engines.state.instance import Instance
from routing.engines.state.plan import Change, Plan
from routing.engines.state.slots import NO_PLACE, Ints, Slots

_MOMENT: Final = 0.05


def build(instance: Instance, control: Control) -> tuple[Plan, Slots]:
    """Return a plan with every visit that found a place before time ran out."""
    plan = Plan(instance)
    slots = Slots(plan)
    bound, free = _order(instance)
    for visit in bound:
        if control.interrupted():
            return plan, slots
        insert(plan, slots, visit)
        control.tell(plan.cost, len(plan.unassigned()))
    _by_regret(plan, slots, free, control)
    return plan, slots


def insert(plan: Plan, slots: Slots, visit: int) -> bool:
    """Put `visit` at its best place, if it has one; tell whether it had."""
    change = best_change(plan, slots, visit)
    if change is not None:
        accept(plan, slots, change)
    return change is not None


def fill(plan: Plan, slots: Slots, control: Control) -> None:
    """Insert what still has a place that pays, so that nothing is left out idly.

    When time or the caller has ended the run, only a moment is spent on it.
    """
    until = control.elapsed + _MOMENT if control.interrupted() else float("inf")
    for visit in plan.unassigned():
        if control.elapsed > until:
            return
        insert(plan, slots, visit)


def accept(plan: Plan, slots: Slots, change: Change) -> None:
    """Make `change`, in the plan and in its slots."""
    plan.apply(change)
    slots.refresh(list(change.timings))


def _order(instance: Instance) -> tuple[list[int], list[int]]:
    """Return pinned, committed and coupled visits in order, and all others.

    A visit that others wait for comes before them, whatever its own rank.
    """
    couplings = instance.couplings

    def rank(visit: int) -> tuple[int, int, int, int]:
        pin = instance.visits[visit].pin
        position = pin.position if pin and pin.position is not None else 10**6
        kept = 2 if pin is None else 0
        if pin is None and visit in instance.committed:
            kept = 1
        length = sum(instance.duration[node] for node in instance.visit_nodes[visit])
        return kept, position, -instance.penalty[visit], -length

    ordered: list[int] = []
    seen = set[int]()

    def visit_after(visit: int) -> None:
        if visit not in seen:
            seen.add(visit)
            for before in couplings.before[visit]:
                visit_after(before)
            ordered.append(visit)

    special = instance.committed | couplings.coupled
    pinned = {v for v, visit in enumerate(instance.visits) if visit.pin}
    for visit in sorted(special | pinned, key=rank):
        visit_after(visit)
    return ordered, [v for v in range(len(instance.visits)) if v not in seen]


def _by_regret(plan: Plan, slots: Slots, free: list[int], control: Control) -> None:
    """Insert next the visit that would lose most by waiting.

    The loss is what its second best route costs more than its best, at most its
    penalty: a visit that is about to be left out ranks by its penalty.
    """
    instance = plan.instance
    left = np.array(free, np.int64)
    nodes = np.array([instance.visit_nodes[visit][0] for visit in free], np.int64)
    penalties = np.array([instance.penalty[visit] for visit in free], np.int64)
    if not free or not slots.shifts:
        return
    table = np.full((len(free), slots.shifts), NO_PLACE, np.int64)
    for shift in range(slots.shifts):
        if control.interrupted():
            return
        table[:, shift] = slots.least(nodes, shift)
    alive = np.ones(len(free), np.bool_)
    while alive.any() and not control.interrupted():
        chosen = _most_regret(table, penalties, alive)
        visit = int(left[chosen])
        alive[chosen] = False
        change = best_change(plan, slots, visit)
        if change is not None:
            accept(plan, slots, change)
            for shift in change.timings:
                table[alive, shift] = slots.least(nodes[alive], shift)
        control.tell(plan.cost, len(plan.unassigned()))


def _most_regret(table: Ints, penalties: Ints, alive: np.ndarray) -> int:
    rows = np.flatnonzero(alive)
    if table.shape[1] == 1:
        return int(rows[np.argmax(penalties[rows] - table[rows].min(axis=1))])
    two = np.partition(table[rows], 1, axis=1)[:, :2]
    capped = np.minimum(two, penalties[rows, None])
    regret = capped[:, 1] - capped[:, 0]
    regret[two[:, 0] >= NO_PLACE] = -1
    return int(rows[np.argmax(regret)])
