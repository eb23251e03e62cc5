"""Pure decisions: the chain of a site, day parts, readiness, the project's progress."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Final, Protocol

from app.catalogue.states import WorkKind
from app.projects.states import ProjectState
from app.work_orders.errors import TooMuchWorkError
from app.work_orders.states import STARTED, WorkOrderState

#: What a new site needs, in this order.
CHAIN: Final = (WorkKind.DELIVERY, WorkKind.INSTALLATION, WorkKind.COMMISSIONING)
#: A shorter day part would not be worth the way; a crew's way costs each of its seats.
LEAST_PART_SECONDS: Final = 3600
LEAST_CREW_PART_SECONDS: Final = 2 * 3600
#: Two on each of sixty days, where a break halves the shift; each becomes a visit.
MOST_PARTS: Final = 120

_PLACED: Final = (STARTED - {WorkOrderState.CANNOT_COMPLETE}) | {
    WorkOrderState.SCHEDULED,
    WorkOrderState.CANCELLED,
}
_REACHED: Final[dict[WorkKind, ProjectState]] = {
    WorkKind.COMMISSIONING: ProjectState.COMMISSIONING,
    WorkKind.INSTALLATION: ProjectState.INSTALLING,
    WorkKind.DELIVERY: ProjectState.DELIVERING,
}


@dataclass(frozen=True, slots=True)
class Work:
    """What one kind of work on one unit takes, and the lag before the next kind."""

    duration_seconds: int
    setup_seconds: int
    crew_size: int
    skills: Mapping[str, int]
    min_lag_seconds: int
    max_lag_seconds: int | None


@dataclass(frozen=True, slots=True)
class Goods:
    """So many units of one model, wanted at one site."""

    model_id: int
    quantity: int
    weight_kg: Decimal
    volume_m3: Decimal
    works: Mapping[WorkKind, Work]


@dataclass(frozen=True, slots=True)
class Step:
    """One work order of a chain, before it has a row."""

    kind: WorkKind
    duration_seconds: int
    setup_seconds: int
    crew_size: int
    skills: dict[str, int]
    load_kg: Decimal
    load_m3: Decimal
    lines: tuple[tuple[int, int], ...]
    min_lag_seconds: int
    max_lag_seconds: int | None


@dataclass(frozen=True, slots=True)
class Lag:
    """The passive time between two steps, by their places in the chain."""

    before: int
    after: int
    min_seconds: int
    max_seconds: int | None


def chain(goods: Sequence[Goods]) -> list[Step]:
    """Lay out the steps of one site; a kind that no model asks for is left out."""
    return [step for kind in CHAIN if (step := _step(kind, goods)) is not None]


def _step(kind: WorkKind, goods: Sequence[Goods]) -> Step | None:
    wanted = [(each, each.works[kind]) for each in goods if kind in each.works]
    if not wanted:
        return None
    works = [work for _, work in wanted]
    setup = max(work.setup_seconds for work in works)
    carried = [each for each, _ in wanted] if kind is WorkKind.DELIVERY else []
    return Step(
        kind=kind,
        duration_seconds=setup
        + sum(each.quantity * work.duration_seconds for each, work in wanted),
        setup_seconds=setup,
        crew_size=max(work.crew_size for work in works),
        skills=_highest(work.skills for work in works),
        load_kg=sum((each.quantity * each.weight_kg for each in carried), Decimal()),
        load_m3=sum((each.quantity * each.volume_m3 for each in carried), Decimal()),
        lines=tuple((each.model_id, each.quantity) for each, _ in wanted),
        min_lag_seconds=max(work.min_lag_seconds for work in works),
        max_lag_seconds=_shortest(works),
    )


def _highest(skills: Iterable[Mapping[str, int]]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for each in skills:
        for code, level in each.items():
            levels[code] = max(level, levels.get(code, 0))
    return dict(sorted(levels.items()))


def _shortest(works: Iterable[Work]) -> int | None:
    """Take the tightest upper lag, but never one below another model's lower lag."""
    known = list(works)
    limits = [w.max_lag_seconds for w in known if w.max_lag_seconds is not None]
    least = max(work.min_lag_seconds for work in known)
    return max(min(limits), least) if limits else None


def lags(steps: Sequence[Step]) -> list[Lag]:
    """Tie each step to the one before it."""
    return [
        Lag(before, after, steps[before].min_lag_seconds, steps[before].max_lag_seconds)
        for before, after in pairwise(range(len(steps)))
    ]


def with_more(steps: Sequence[Step], seconds: Mapping[WorkKind, int]) -> list[Step]:
    """Add agreed time to the step of its kind; without one it is a step of its own."""
    known = {step.kind for step in steps}
    longer = [
        replace(step, duration_seconds=step.duration_seconds + more)
        for step in steps
        for more in (seconds.get(step.kind, 0),)
    ]
    longer += [_bare(kind, more) for kind, more in seconds.items() if kind not in known]
    order = list(WorkKind)
    return sorted(longer, key=lambda step: order.index(step.kind))


def _bare(kind: WorkKind, seconds: int) -> Step:
    """Work on nothing that was delivered with it, by one person."""
    none = Decimal()
    return Step(kind, seconds, 0, 1, {}, none, none, (), 0, None)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of an order that could not be completed."""

    lines: Mapping[int, int]
    duration_seconds: int
    load_kg: Decimal
    load_m3: Decimal


class Asked(Protocol):
    """An order, as far as its rest depends on it."""

    kind: WorkKind
    duration_seconds: int
    setup_seconds: int


def rest_of(
    order: Asked, goods: Sequence[Goods], unfinished: Mapping[int, int]
) -> Rest:
    """Measure the rest: the set-up again, and its share of the other time.

    The order's own duration is shared out, for a dispatcher may have set it.
    """
    rest = [
        replace(each, quantity=unfinished[each.model_id])
        for each in goods
        if unfinished.get(each.model_id)
    ]
    whole, left = _seconds(order.kind, goods), _seconds(order.kind, rest)
    once = min(order.setup_seconds, order.duration_seconds)
    shared = order.duration_seconds - once
    carried = rest if order.kind is WorkKind.DELIVERY else []
    return Rest(
        {each.model_id: each.quantity for each in rest},
        max(once + (ceil(shared * left / whole) if whole else shared), 1),
        sum((each.quantity * each.weight_kg for each in carried), Decimal()),
        sum((each.quantity * each.volume_m3 for each in carried), Decimal()),
    )


def _seconds(kind: WorkKind, goods: Iterable[Goods]) -> int:
    return sum(
        each.quantity * each.works[kind].duration_seconds
        for each in goods
        if kind in each.works
    )


def day_parts(duration: int, crew: int, longest_shift: int) -> list[int]:
    """Cut work that no shift can hold into parts, one a day, all in seconds.

    `longest_shift` is the working time that the territory's longest shift leaves on
    site. As few parts as can be: whole shifts first, then the rest. A rest that is
    not worth the way takes some of the last whole shift. What would take more parts
    than a plan can show is refused.
    """
    if longest_shift <= 0:
        raise ValueError("a shift has a positive length")
    if duration > MOST_PARTS * longest_shift:
        raise TooMuchWorkError(
            f"The work takes {-(-duration // 3600)} hours; one order takes at most "
            f"{MOST_PARTS * longest_shift // 3600} here, which is {MOST_PARTS} visits. "
            "Divide it among several orders, or correct the time or the quantity."
        )
    whole, rest = divmod(duration, longest_shift)
    parts = [longest_shift] * whole + ([rest] if rest else [])
    least = LEAST_CREW_PART_SECONDS if crew > 1 else LEAST_PART_SECONDS
    least = min(least, longest_shift // 2)
    if whole and 0 < rest < least:
        parts[-2:] = [longest_shift - (least - rest), least]
    return parts


def is_ready(predecessors: Iterable[WorkOrderState]) -> bool:
    """Say whether all that must come before has its place in the plan, or is done."""
    return all(state in _PLACED for state in predecessors)


def progress_of(orders: Iterable[tuple[WorkKind, WorkOrderState]]) -> ProjectState:
    """Tell a project's state by its work orders; cancelled ones do not count.

    Neither does, at the end, what could not be completed: another order carried it.
    """
    active = [o for o in orders if o[1] is not WorkOrderState.CANCELLED]
    at_end = {state for _, state in active} - {WorkOrderState.CANNOT_COMPLETE}
    if at_end == {WorkOrderState.CLOSED}:
        return ProjectState.ACCEPTANCE
    begun = {kind for kind, state in active if state in STARTED}
    for kind, reached in _REACHED.items():
        if kind in begun:
            return reached
    if active and all(state is WorkOrderState.SCHEDULED for _, state in active):
        return ProjectState.PLANNED
    return ProjectState.CONTRACTED
