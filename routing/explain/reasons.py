"""Why each visit left out is not planned."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from routing.engines.construct.insertion import best_change
from routing.engines.state.duty import BIG
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.plan import Plan
from routing.engines.state.slots import Slots
from routing.explain.codes import Code
from routing.explain.crew import can_meet
from routing.explain.crowded import crowded
from routing.explain.displaced import displaced
from routing.explain.obstacles import obstacles
from routing.explain.trial import Trials
from routing.model import Reason

_TRIES = 400


@dataclass(slots=True)
class Findings:
    """Reasons as they are found: by code, the detail and the shifts."""

    details: dict[Code, str] = field(default_factory=dict)
    shifts: dict[Code, dict[int, None]] = field(default_factory=dict)
    depth: dict[Code, int] = field(default_factory=dict)

    def add(self, code: Code, detail: str, shift: int, depth: int) -> None:
        self.details.setdefault(code, detail)
        self.shifts.setdefault(code, {})[shift] = None
        self.depth[code] = min(depth, self.depth.get(code, depth))

    def reasons(self, names: Sequence[str]) -> tuple[Reason, ...]:
        """Return the reasons, those nearest to being planned first."""
        ordered = sorted(self.details, key=lambda code: self.depth[code])
        return tuple(
            Reason(
                code.value,
                self.details[code],
                tuple(names[shift] for shift in self.shifts[code]),
            )
            for code in ordered
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """What explaining looks at; `most_shifts` bounds the work for each visit."""

    plan: Plan
    slots: Slots
    trials: Trials

    @property
    def instance(self) -> Instance:
        return self.plan.instance


def reasons(
    scene: Scene, visit: int, *, most_shifts: int | None = None
) -> tuple[Reason, ...]:
    """Return why `visit` is left out, what is nearest to being planned first.

    With `most_shifts` only so many are looked at, spread over all of them.
    """
    instance = scene.instance
    certain = _whatever_the_shift(scene.plan, visit)
    if certain is not None:
        return (certain,)
    findings = Findings()
    step = 1 if most_shifts is None else -(-len(instance.duties) // most_shifts)
    free = _free_shifts(scene, visit, findings, range(0, len(instance.duties), step))
    names = [shift.id for shift in instance.problem.shifts]
    price = _price(scene, visit)
    if price is not None:
        return (price, *findings.reasons(names))
    if not all(free):
        return findings.reasons(names)
    if step == 1 and not can_meet(instance, free):
        detail = f"no day has {len(free)} technicians who may do it together"
        return (Reason(Code.CREW_TOO_SMALL.value, detail), *findings.reasons(names))
    for shift in sorted(set().union(*free)):
        findings.add(*crowded(scene.plan, scene.trials, visit, shift), shift, 0)
    swap = displaced(scene.plan, visit, sorted(free[0]))
    return (*((swap,) if swap else ()), *findings.reasons(names))


def _whatever_the_shift(plan: Plan, visit: int) -> Reason | None:
    instance = plan.instance
    if not instance.duties:
        return Reason(Code.NO_SHIFTS.value, "the problem has no shifts")
    for before in instance.couplings.before[visit]:
        if not plan.planned(before):
            name = instance.visits[before].id
            detail = f"{name} has to come first and is not planned"
            return Reason(Code.LINK_PREDECESSOR.value, detail)
    return None


def _free_shifts(
    scene: Scene, visit: int, findings: Findings, shifts: range
) -> list[set[int]]:
    """Return, by seat, the shifts with nothing against it; note what the rest have."""
    free = []
    for node in scene.instance.visit_nodes[visit]:
        found = set()
        for shift in shifts:
            against = obstacles(scene.trials, shift, node, _ahead(scene, shift, node))
            for each in against:
                findings.add(each.code, each.detail, shift, len(against))
            if not against:
                found.add(shift)
        free.append(found)
    return free


def _ahead(scene: Scene, shift: int, node: int) -> Nodes:
    if scene.instance.position[node] is None:
        return ()
    return scene.plan.routes[shift][: scene.plan.heads[shift]]


def _price(scene: Scene, visit: int) -> Reason | None:
    """Return the reason when there is room after all, but at a price."""
    plan = scene.plan
    change = best_change(plan, scene.slots, visit, tries=_TRIES, at_most=BIG)
    if change is None:
        return None
    penalty = plan.instance.penalty[visit]
    cost = change.cost + penalty
    shifts = tuple(plan.instance.problem.shifts[shift].id for shift in change.routes)
    if change.cost < 0:
        detail = "there is room; the search ended before it was used"
        return Reason(Code.NOT_TRIED.value, detail, shifts, cost)
    detail = f"it would cost {cost}, leaving it out costs {penalty}"
    return Reason(Code.NOT_WORTH.value, detail, shifts, cost)
