"""Why a visit is not planned: the codes, and the rules that prove each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.model import Rule


class Code(StrEnum):
    """A reason. Those with the name of a rule mean exactly that rule."""

    SKILL_MISSING = "skill_missing"
    SKILL_LEVEL = "skill_level"
    TAG_MISSING = "tag_missing"
    SHIFT_NOT_ALLOWED = "shift_not_allowed"
    PIN = "pin"
    CAPACITY = "capacity"
    FORBIDDEN_TRAVEL = "forbidden_travel"
    WINDOW_OUTSIDE_SHIFT = "window_outside_shift"
    TOO_LONG_FOR_SHIFT = "too_long_for_shift"
    BREAK = "break"
    NO_SHIFTS = "no_shifts"
    CREW_TOO_SMALL = "crew_too_small"
    LINK_PREDECESSOR = "link_predecessor"
    LINK_LAG = "link_lag"
    LINK_SAME_START = "link_same_start"
    LINK_SAME_TECHNICIAN = "link_same_technician"
    LINK_DIFFERENT_TECHNICIAN = "link_different_technician"
    LINK_SAME_DAY = "link_same_day"
    DISRUPTION = "disruption"
    NO_ROOM = "no_room"
    NO_COMMON_TIME = "no_common_time"
    DISPLACED = "displaced"
    NOT_WORTH = "not_worth"
    NOT_TRIED = "not_tried"
    NOT_EXAMINED = "not_examined"


_TIMES: Final = frozenset(
    {Rule.WINDOW, Rule.SHIFT_END, Rule.SHIFT_START, Rule.TRAVEL_TIME}
)
_PROOFS_OF_ROOM: Final = _TIMES | {Rule.BREAK, Rule.CAPACITY, Rule.FORBIDDEN_TRAVEL}


def _rule_of(code: Code) -> frozenset[Rule]:
    return frozenset({Rule(code.value)})


PROOFS: Final[Mapping[Code, frozenset[Rule]]] = MappingProxyType(
    {
        **{code: _rule_of(code) for code in Code if code.value in set(Rule)},
        Code.WINDOW_OUTSIDE_SHIFT: _TIMES,
        Code.TOO_LONG_FOR_SHIFT: frozenset({Rule.SHIFT_END}),
        Code.NO_ROOM: _PROOFS_OF_ROOM | {Rule.PIN},
    }
)
"""The rules of which the checker names at least one when the visit is put there.

Codes that are not here are about cost, about time to search, or about several visits
at once.
"""
