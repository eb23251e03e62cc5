"""OR-Tools' routing model, started from construction."""

from routing.engines.base import Control
from routing.engines.construct.build import build, fill
from routing.engines.ortools.search import Search
from routing.engines.state.instance import Instance
from routing.engines.state.report import report
from routing.engines.state.slots import Slots
from routing.model import Solution, StoppedBy


def ortools(instance: Instance, control: Control) -> Solution:
    """Improve a constructed plan by guided local search.

    The routing model knows hours, breaks, windows, skills, loads, due times and
    prices. Crews, linked visits and commitments under a budget tie routes together,
    which it cannot move: they stay where construction put them, and a note says so.
    An iteration is one step of the solver, of which it makes thousands a second.
    """
    plan, _ = build(instance, control)
    notes: list[str] = []
    if control.stop() is None and any(plan.routes):
        search = Search(plan, control)
        plan = search.run()
        notes = search.notes
        fill(plan, Slots(plan), control)
    return report(
        plan,
        engine="ortools",
        seed=control.seed,
        iterations=control.iterations,
        stopped_by=control.stop() or StoppedBy.FINISHED,
        notes=tuple(notes),
    )


__all__ = ["ortools"]
