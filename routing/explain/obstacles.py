"""What stops one seat on one shift, even with nothing else to do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from routing.engines.state.instance import Nodes
from routing.explain.codes import Code
from routing.explain.trial import Trials
from routing.model import Rule

_TIMED: Final = frozenset({Rule.WINDOW, Rule.SHIFT_END})


@dataclass(frozen=True, slots=True)
class Obstacle:
    code: Code
    detail: str


def obstacles(
    trials: Trials, shift: int, node: int, ahead: Nodes = ()
) -> tuple[Obstacle, ...]:
    """Return what the checker has against `node` on `shift`, with only `ahead` there.

    `ahead` are the stops pinned in front of a node whose position is pinned.
    """
    found = {each.rule: each.detail for each in trials.breaks(shift, (*ahead, node))}
    named = [
        Obstacle(Code(rule.value), detail)
        for rule, detail in found.items()
        if rule not in _TIMED and rule.value in set(Code)
    ]
    if Rule.FORBIDDEN_TRAVEL not in found:
        named.extend(_about_time(trials, shift, node, found))
    return tuple(named)


def _about_time(
    trials: Trials, shift: int, node: int, found: Mapping[Rule, str]
) -> list[Obstacle]:
    timed = [detail for rule, detail in found.items() if rule in _TIMED]
    if not timed or Rule.PIN in found:
        return []
    if Rule.SHIFT_END in found and _lasts_too_long(trials, shift, node):
        length = trials.instance.duration[node]
        detail = f"{length} s of work and the drive do not fit the shift"
        return [Obstacle(Code.TOO_LONG_FOR_SHIFT, detail)]
    detail = f"its windows and the hours of the shift do not meet: {timed[0]}"
    return [Obstacle(Code.WINDOW_OUTSIDE_SHIFT, detail)]


def _lasts_too_long(trials: Trials, shift: int, node: int) -> bool:
    duty = trials.instance.duties[shift]
    place = trials.instance.place[node]
    drive = duty.seconds[duty.start_place][place]
    back = duty.seconds[place][duty.end_place]
    work = trials.instance.duration[node]
    return duty.start + drive + work + back > duty.hard_end
