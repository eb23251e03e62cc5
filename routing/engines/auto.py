"""The engine that chooses, and says what it chose."""

from typing import Final

from routing.engines.base import Control
from routing.engines.construct.build import build, fill
from routing.engines.construct.polish import polish
from routing.engines.state.instance import Instance
from routing.engines.state.plan import Plan
from routing.engines.state.report import report
from routing.engines.state.slots import Slots
from routing.model import Solution, StoppedBy

_SMALL: Final = 60
"""Seats up to which the routing model still found something in 3 s after us."""

_SHARE: Final = 0.2
_LEAST_SECONDS: Final = 0.4


def auto(instance: Instance, control: Control) -> Solution:
    """Construct and improve; let OR-Tools have the last word on small problems.

    Each step starts from the plan of the one before and may only make it cheaper, so
    the answer never costs more than construction.
    """
    why_not = _why_not_ortools(instance, control)
    last = 0.0 if why_not else _SHARE * control.limits.wall
    plan, slots = build(instance, control)
    stopped_by = control.stop()
    if stopped_by is None:
        inner = control.within(last)
        stopped_by = polish(plan, slots, inner)
        control.iterations = inner.iterations
        fill(plan, slots, control)
    notes = [f"construct, {control.iterations} rounds; {why_not or 'then ortools'}"]
    if not why_not and control.stop() is None and any(plan.routes):
        plan, more = _by_ortools(plan, control)
        notes.extend(more)
        stopped_by = control.stop() or StoppedBy.FINISHED
    return report(
        plan,
        engine="auto/construct" if why_not else "auto/construct+ortools",
        seed=control.seed,
        iterations=control.iterations,
        stopped_by=stopped_by,
        notes=tuple(notes),
    )


def _why_not_ortools(instance: Instance, control: Control) -> str:
    """Return why the routing model is of no use here; empty when it is."""
    if control.limits.iterations is not None:
        return "no ortools, as the iterations are counted"
    if instance.size > _SMALL:
        return f"no ortools, as {instance.size} seats are more than {_SMALL}"
    if _SHARE * control.limits.wall < _LEAST_SECONDS:
        return "no ortools, as the time is short"
    return ""


def _by_ortools(plan: Plan, control: Control) -> tuple[Plan, list[str]]:
    from routing.engines.ortools.search import Search  # noqa: PLC0415 - slow to load

    search = Search(plan, control)
    better = search.run()
    fill(better, Slots(better), control)
    saved = plan.cost - better.cost
    return better, [*search.notes, f"ortools saved {saved}"]
