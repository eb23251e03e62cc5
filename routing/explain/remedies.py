"""The smallest changes of the problem with which a visit was planned."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from routing.engines.construct.insertion import places_of
from routing.engines.state.instance import Instance
from routing.engines.state.plan import Change, Plan
from routing.explain.relaxed import (
    Relaxed,
    longer_hours,
    without_skills,
    without_windows,
)
from routing.model import Remedy
from routing.model.units import DAY

_MOST_OVERTIME: Final = 2 * 3600
_TRIED: Final = 60
_PROVEN: Final = 12
"""Plans made for each kind of change, of which the smallest change is offered."""


class Offer(NamedTuple):
    """A change by its size: the less, the easier to make."""

    size: int
    cost: int
    change: Mapping[str, Any]
    detail: str
    shift: int
    start: int


class Remedies:
    """Proves remedies one visit at a time; what is loosened is loosened once."""

    def __init__(self, plan: Plan) -> None:
        left_out = plan.unassigned()
        self.plan = plan
        self.longer = Relaxed.of(plan, longer_hours(plan.instance, _MOST_OVERTIME))
        self.any_time = Relaxed.of(plan, without_windows(plan.instance, left_out))
        self.any_skill = Relaxed.of(plan, without_skills(plan.instance))

    def of(self, visit: int) -> tuple[Remedy, ...]:
        """Return the smallest change of each kind, the cheapest first."""
        instance = self.plan.instance
        kinds = [_Overtime(instance, visit).offers(self.longer)]
        if instance.windows[instance.visit_nodes[visit][0]]:
            kinds.append(_Window(instance, visit).offers(self.any_time))
        kinds.append(_Skill(instance, visit).offers(self.any_skill))
        found = [min(offers, key=lambda each: each[:2]) for offers in kinds if offers]
        names = instance.problem.shifts
        return tuple(
            Remedy(
                each.change, each.cost, each.detail, names[each.shift].id, each.start
            )
            for each in sorted(found, key=lambda each: each.cost)
        )


class _Kind:
    """A way to loosen the problem, and the change that a plan then needs."""

    def __init__(self, instance: Instance, visit: int) -> None:
        self.instance, self.visit = instance, visit

    def offers(self, relaxed: Relaxed) -> list[Offer]:
        return list(islice(self._proven(relaxed), _PROVEN))

    def _proven(self, relaxed: Relaxed) -> Iterator[Offer]:
        plan = relaxed.plan
        for _, places in islice(places_of(plan, relaxed.slots, self.visit), _TRIED):
            change = plan.inserted(self.visit, places)
            offer = change and self.priced(change, [shift for shift, _ in places])
            if offer:
                yield offer

    def priced(self, change: Change, shifts: Sequence[int]) -> Offer | None:
        """Return what the problem must change by for `change` to be allowed."""
        raise NotImplementedError

    def _offer(
        self,
        change: Change,
        shift: int,
        size: int,
        needed: Mapping[str, Any],
        detail: str,
    ) -> Offer:
        cost = change.cost + self.instance.penalty[self.visit]
        return Offer(size, cost, needed, detail, shift, self._start(change, shift))

    def _start(self, change: Change, shift: int) -> int:
        timing, nodes = change.timings[shift], change.routes[shift]
        mine = self.instance.visit_nodes[self.visit]
        starts = zip(nodes, timing.starts if timing else (), strict=True)
        return next(start for node, start in starts if node in mine)


class _Overtime(_Kind):
    def priced(self, change: Change, shifts: Sequence[int]) -> Offer | None:
        late = {
            shift: timing.end
            for shift, timing in change.timings.items()
            if timing and timing.end > self.instance.duties[shift].hard_end
        }
        if len(late) != 1:
            return None
        shift, end = late.popitem()
        extra = end - self.instance.duties[shift].hard_end
        name = self.instance.problem.shifts[shift].id
        needed = {"shift": name, "overtime_until": end}
        detail = f"{name} works {extra} s longer"
        return self._offer(change, shifts[0], extra, needed, detail)


class _Window(_Kind):
    def priced(self, change: Change, shifts: Sequence[int]) -> Offer | None:
        start = self._start(change, shifts[0])
        windows = self.instance.windows[self.instance.visit_nodes[self.visit][0]]
        away = min(max(opens - start, start - closes) for opens, closes in windows)
        if away <= 0 or self.instance.visits[self.visit].pin:
            return None
        name = self.instance.visits[self.visit].id
        needed = {"visit": name, "window": [start, start]}
        days = {opens // DAY for opens, _ in windows}
        moved = "that day" if start // DAY in days else "another day"
        detail = f"{name} may start at {start}, {moved}"
        return self._offer(change, shifts[0], away, needed, detail)


class _Skill(_Kind):
    def priced(self, change: Change, shifts: Sequence[int]) -> Offer | None:
        visit = self.instance.visits[self.visit]
        missing: dict[str, dict[str, int]] = {}
        size = 0
        for seat, at in enumerate(shifts):
            shift = self.instance.problem.shifts[at]
            for skill, level in visit.seat(seat).skills.items():
                has = shift.skills.get(skill, -1)
                if has < level:
                    missing.setdefault(shift.id, {})[skill] = level
                    size += level - has
        if len(missing) != 1:
            return None
        name, skills = missing.popitem()
        needed = {"shift": name, "skills": skills}
        learnt = ", ".join(f"{skill} {level}" for skill, level in skills.items())
        return self._offer(change, shifts[0], size, needed, f"{name} has {learnt}")
