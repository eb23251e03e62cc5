"""Parallel insertion by regret, then rounds of taking out and putting in again."""

from routing.engines.base import Control
from routing.engines.construct.build import build, fill
from routing.engines.construct.polish import polish
from routing.engines.state.instance import Instance
from routing.engines.state.report import report
from routing.model import Solution, StoppedBy


def construct(instance: Instance, control: Control) -> Solution:
    """Plan in Python alone: the first plan at once, better ones in time.

    An iteration is one round of improvement, so a limit of 0 gives the first plan.
    """
    plan, slots = build(instance, control)
    stopped_by: StoppedBy | None = control.stop()
    if stopped_by is None:
        stopped_by = polish(plan, slots, control)
        fill(plan, slots, control)
    return report(
        plan,
        engine="construct",
        seed=control.seed,
        iterations=control.iterations,
        stopped_by=stopped_by,
    )


__all__ = ["construct"]
