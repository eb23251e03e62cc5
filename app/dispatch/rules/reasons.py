"""Why visits have no place, in words: the optimiser's reasons and our own."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from app.dispatch.rules.waves import Hindered, Hindrance

WORDS: Final = {
    Hindrance.WAITS_FOR_PREDECESSOR: "{by} comes first and has no place in the plan.",
    Hindrance.BEYOND_HORIZON: (
        "After {by} and its waiting time no day of this plan is left."
    ),
    Hindrance.WINDOW_CLOSED: "None of its windows is open within the days planned.",
    Hindrance.CREW_HAS_NO_NEXT_DAY: (
        "The crew of {by} has no further working day together in this plan."
    ),
    Hindrance.SUCCESSOR_STANDS: "{by} follows and is fixed too early.",
    Hindrance.NO_SHIFTS: "Nobody has a shift in these days.",
}
REMEDIES: Final = {
    Hindrance.WAITS_FOR_PREDECESSOR: "Find a place for {by} first.",
    Hindrance.BEYOND_HORIZON: "Plan more days at once, or plan again tomorrow.",
    Hindrance.WINDOW_CLOSED: "Widen its windows, or plan the days in which they lie.",
    Hindrance.CREW_HAS_NO_NEXT_DAY: "Plan more days at once, or plan again tomorrow.",
    Hindrance.SUCCESSOR_STANDS: "Take {by} off its place, or unpin it.",
    Hindrance.NO_SHIFTS: "Give technicians shifts, or plan other days.",
}

#: Only later day parts are kept to some people's shifts: those of their crew.
NOT_ALLOWED: Final = "shift_not_allowed"
CREW_FULL: Final = {
    "code": "crew_next_day_full",
    "detail": "The crew of the part before has no room on its next working day.",
}
NOT_TRIED: Final = {
    "code": "not_tried",
    "detail": "The time ended before it was tried.",
}
DIMENSIONS: Final = (("in dimension 0", "kg"), ("in dimension 1", "litres"))

MINUTE: Final = 60

_MOMENT: Final = re.compile(r"\b(at|after|before) (\d{1,7})\b(?! s\b)")
_SPAN: Final = re.compile(r"\b(between|from) (\d{1,7}) (and|to) (\d{1,7})\b")
_LENGTH: Final = re.compile(r"\b(\d{1,7}) s\b")
_VISIT: Final = re.compile(r"\bv(\d+)\b")
_SHIFT: Final = re.compile(r"\bt(\d+)/(\d{4}-\d\d-\d\d)(?:/\d+){2}")
_PERSON: Final = re.compile(r"\bt(\d+)\b")


class Names:
    """What people call the visits, technicians and times of a run."""

    def __init__(
        self,
        visits: Mapping[int, str],
        people: Mapping[int, str],
        midnight: datetime,
    ) -> None:
        self._visits, self._people = visits, people
        self._midnight = midnight

    def visit(self, visit_id: int | None) -> str:
        return self._visits.get(visit_id or 0, "Other work")

    def person(self, technician_id: int) -> str:
        return self._people.get(technician_id, f"Technician {technician_id}")

    def told(self, text: str) -> str:
        """Put names and times of day where the optimiser speaks in its own."""
        text = _MOMENT.sub(lambda m: f"{m[1]} {self._time(int(m[2]))}", text)
        text = _SPAN.sub(
            lambda m: f"{m[1]} {self._time(int(m[2]))} {m[3]} {self._time(int(m[4]))}",
            text,
        )
        text = _LENGTH.sub(lambda m: _length(int(m[1])), text)
        text = _SHIFT.sub(lambda m: f"{self.person(int(m[1]))} ({m[2]})", text)
        text = _VISIT.sub(lambda m: self.visit(int(m[1])), text)
        text = _PERSON.sub(lambda m: self.person(int(m[1])), text)
        for theirs, ours in DIMENSIONS:
            text = text.replace(theirs, ours)
        return text

    def _time(self, seconds: int) -> str:
        return f"{self._midnight + timedelta(seconds=seconds):%m-%d %H:%M}"


def _length(seconds: int) -> str:
    """Say how long it is in whole minutes, not less than it is."""
    if seconds < MINUTE:
        return f"{seconds} s"
    hours, minutes = divmod(-(-seconds // MINUTE), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def hindered(found: Hindered, names: Names) -> dict[str, Any]:
    """Tell why a visit was not even put to the optimiser."""
    by = names.visit(found.by_visit_id)
    return {
        "reasons": [
            {
                "code": found.hindrance.value,
                "detail": WORDS[found.hindrance].format(by=by),
            }
        ],
        "remedies": [
            {
                "code": found.hindrance.value,
                "detail": REMEDIES[found.hindrance].format(by=by),
            }
        ],
    }


def left_out(found: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Tell what the optimiser says of a visit that it left out."""
    said = found.get("reasons", ())
    reasons = [
        {"code": each["code"], "detail": names.told(each["detail"])}
        for each in said
        if each["code"] != NOT_ALLOWED
    ]
    remedies = [
        {"code": _kind(each), "detail": names.told(each.get("detail", ""))}
        for each in found.get("remedies", ())
    ]
    if not reasons:
        reasons = [CREW_FULL if said else NOT_TRIED]
    return {"reasons": reasons, "remedies": remedies}


def _kind(remedy: Mapping[str, Any]) -> str:
    """Name what would change: overtime_until, window or skills."""
    change = remedy.get("change") or {}
    return next((key for key in change if key not in {"shift", "visit"}), "change")
