"""The same plan under a problem with one rule less."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.engines.state.duty import BIG, Duty
from routing.engines.state.instance import Instance
from routing.engines.state.plan import Plan
from routing.engines.state.seats import compatibility, skill_blind
from routing.engines.state.slots import Slots

ANY_TIME = ((-BIG, BIG),)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A plan where insertions are proven under looser rules."""

    plan: Plan
    slots: Slots

    @classmethod
    def of(cls, plan: Plan, instance: Instance) -> "Relaxed":
        looser = plan.under(instance)
        return cls(looser, Slots(looser))


def longer_hours(instance: Instance, seconds: int) -> Instance:
    """Let every shift run `seconds` longer."""
    return _with_duties(
        instance, lambda duty: replace(duty, hard_end=duty.hard_end + seconds)
    )


def without_hours(instance: Instance) -> Instance:
    """Let every shift run for ever."""
    return _with_duties(instance, lambda duty: replace(duty, hard_end=BIG))


def without_breaks(instance: Instance) -> Instance:
    return _with_duties(instance, lambda duty: replace(duty, breaks=()))


def without_windows(instance: Instance, visits: list[int]) -> Instance:
    """Let `visits` start at any time, even those whose start is pinned."""
    windows = list(instance.windows)
    for visit in visits:
        for node in instance.visit_nodes[visit]:
            windows[node] = ANY_TIME
    return replace(instance, windows=windows)


def without_skills(instance: Instance) -> Instance:
    """Let everybody do everything; tags, lists, pins and loads still count."""
    nodes = list(zip(instance.visit_of, instance.seat_of, strict=True))
    problem = skill_blind(instance.problem)
    fits: NDArray[np.bool_] = compatibility(
        problem, nodes, instance.load, instance.room
    )
    return replace(instance, fits=fits)


def _with_duties(instance: Instance, change: Callable[[Duty], Duty]) -> Instance:
    return replace(instance, duties=[change(duty) for duty in instance.duties])
