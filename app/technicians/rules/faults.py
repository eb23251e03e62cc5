"""What is wrong with a set of shifts or skills, all of it at once."""

from collections.abc import Collection, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

from app.core.errors import Fault
from app.technicians.rules.calendar import is_known_country
from app.technicians.rules.shifts import DayPattern
from app.technicians.rules.skills import Holding

DAY: Final = 24 * 3600
LONGEST_SHIFT: Final = 16 * 3600


def territory_faults(country: str | None, time_zone: str | None) -> list[Fault]:
    """Return the faults of the names a territory gives for its place on Earth."""
    faults: list[Fault] = []
    if country is not None and not is_known_country(country):
        remedy = f"{country!r} is no country with known public holidays; use CN."
        faults.append(_fault("/country", "unknown_country", remedy))
    if time_zone is not None and time_zone not in _time_zones():
        remedy = f"{time_zone!r} is no time zone; use a name such as Asia/Shanghai."
        faults.append(_fault("/time_zone", "unknown_time_zone", remedy))
    return faults


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def pattern_faults(patterns: Sequence[DayPattern], pointer: str = "") -> list[Fault]:
    """Return every fault of a weekly pattern."""
    faults: list[Fault] = []
    seen: set[int] = set()
    for index, pattern in enumerate(patterns):
        here = f"{pointer}/patterns/{index}"
        if pattern.weekday in seen:
            faults.append(_fault(f"{here}/weekday", "twice", "Give each weekday once."))
        seen.add(pattern.weekday)
        if _length(pattern.start, pattern.end) > LONGEST_SHIFT:
            faults.append(
                _fault(f"{here}/end_time", "too_long", "A shift has 16 hours at most.")
            )
        faults += _pause_faults(pattern, here)
    return faults + _overlap_faults(patterns, pointer)


def _pause_faults(pattern: DayPattern, here: str) -> list[Fault]:
    pause = pattern.pause
    if pause is None:
        return []
    begin = _since(pattern.start, pause.earliest)
    end = _since(pattern.start, pause.latest_end)
    if end - begin < pause.seconds:
        remedy = "Leave room for the break between its earliest start and latest end."
        return [_fault(f"{here}/break_seconds", "break_too_long", remedy)]
    if end > _length(pattern.start, pattern.end):
        remedy = "Put the break within the shift."
        return [_fault(f"{here}/break_latest_end", "break_outside", remedy)]
    return []


def _overlap_faults(patterns: Sequence[DayPattern], pointer: str) -> list[Fault]:
    """Find shifts that run into the next day's."""
    starts = {pattern.weekday: _second(pattern.start) for pattern in patterns}
    return [
        _fault(
            f"{pointer}/patterns/{index}/end_time",
            "overlap",
            "End this shift before the next day's begins.",
        )
        for index, pattern in enumerate(patterns)
        if _second(pattern.start) + _length(pattern.start, pattern.end)
        > DAY + starts.get((pattern.weekday + 1) % 7, DAY)
    ]


def skill_faults(
    holdings: Sequence[Holding], known: Collection[str], pointer: str = ""
) -> list[Fault]:
    """Return every fault of a technician's skills."""
    faults: list[Fault] = []
    for index, held in enumerate(holdings):
        here = f"{pointer}/skills/{index}"
        if held.skill_code not in known:
            remedy = f"There is no skill {held.skill_code!r}; GET /api/v1/skills."
            faults.append(_fault(f"{here}/code", "unknown_skill", remedy))
        first, last = held.valid_from or date.min, held.valid_until or date.max
        if last < first:
            remedy = "Let the validity end after it begins."
            faults.append(_fault(f"{here}/valid_until", "period", remedy))
        elif any(_is_shared(held, other) for other in holdings[:index]):
            remedy = "Two entries of one skill must not be valid at once."
            faults.append(_fault(f"{here}/valid_from", "overlap", remedy))
    return faults


def _is_shared(one: Holding, other: Holding) -> bool:
    return (
        one.skill_code == other.skill_code
        and (one.valid_from or date.min) <= (other.valid_until or date.max)
        and (other.valid_from or date.min) <= (one.valid_until or date.max)
    )


def _second(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _since(start: time, at: time) -> int:
    return (_second(at) - _second(start)) % DAY


def _length(start: time, end: time) -> int:
    """A shift that ends when it starts lasts a day."""
    return _since(start, end) or DAY


def _fault(pointer: str, code: str, detail: str) -> Fault:
    return Fault(pointer, code, detail)
