"""Whether a crew can do a visit at a time: every rule it breaks, all at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from app.core.errors import Fault
from app.work_orders.states import WorkOrderState

#: What driving there and back takes from a shift that is one long piece of work.
WAY_SECONDS: Final = 2 * 45 * 60
#: Where nobody has a shift yet, work is cut for half a usual day.
USUAL_STRETCH_SECONDS: Final = 4 * 3600
LEAST_STRETCH_SECONDS: Final = 3600
DAY_SECONDS: Final = 86_400

#: The states of a work order in which its visits may get a crew and a time.
PLANNABLE: Final = frozenset(
    {
        WorkOrderState.DRAFT,
        WorkOrderState.READY,
        WorkOrderState.ACCEPTED,
        WorkOrderState.SCHEDULED,
        # Later parts of work that has begun, and another visit after it was sent back.
        WorkOrderState.IN_PROGRESS,
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time."""

    start: datetime
    end: datetime

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of a technician around the day in question."""

    technician_id: int
    name: str
    active: bool
    skills: Mapping[str, int]
    shifts: tuple[Span, ...]
    absences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A visit before or after in the chain: its span, and the lag between the two."""

    reference: str
    span: Span | None
    lag: timedelta
    max_lag: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What a visit asks for."""

    duration: timedelta
    crew_size: int
    skills: Mapping[str, int]
    windows: tuple[Span, ...] = ()
    earliest: datetime | None = None
    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()


def breaches(
    demand: Demand, crew: Sequence[Member], starts_at: datetime
) -> tuple[Fault, ...]:
    """Return every rule that this crew at this time would break."""
    span = Span(starts_at, starts_at + demand.duration)
    found: list[Fault] = [*_size(demand, crew)]
    for seat, member in enumerate(crew):
        found += _availability(f"/technician_ids/{seat}", member, span)
    found += _skills(demand, crew)
    found += _timing(demand, span)
    return tuple(found)


def seated(demand: Demand, crew: Sequence[Member]) -> tuple[Member, ...]:
    """Put a technician who brings all the skills first: seat 0 leads the visit."""
    return tuple(sorted(crew, key=lambda member: bool(_lacks(demand, member))))


def _size(demand: Demand, crew: Sequence[Member]) -> Iterator[Fault]:
    pointer = "/technician_ids"
    if len({member.technician_id for member in crew}) < len(crew):
        yield Fault(pointer, "technician_twice", "A technician takes one seat only.")
    if len(crew) != demand.crew_size:
        text = f"The work needs {demand.crew_size} technicians; {len(crew)} are named."
        yield Fault(pointer, "crew_size", text)


def _availability(pointer: str, member: Member, span: Span) -> Iterator[Fault]:
    if not member.active:
        text = f"{member.name} is not active any more."
        yield Fault(pointer, "technician_inactive", text)
    if any(absence.meets(span) for absence in member.absences):
        text = f"{member.name} is absent during that time."
        yield Fault(pointer, "technician_absent", text)
    elif not any(shift.holds(span) for shift in member.shifts):
        text = f"{member.name} has no shift that holds the whole visit."
        yield Fault(pointer, "outside_shift", text)


def _lacks(demand: Demand, member: Member) -> list[str]:
    return [
        f"{code} level {level}"
        for code, level in sorted(demand.skills.items())
        if member.skills.get(code, 0) < level
    ]


def _skills(demand: Demand, crew: Sequence[Member]) -> Iterator[Fault]:
    missing = {member.name: _lacks(demand, member) for member in crew}
    if crew and all(missing.values()):
        who = "; ".join(f"{name} lacks {', '.join(of)}" for name, of in missing.items())
        text = f"One of the crew must bring every skill, valid on that day: {who}."
        yield Fault("/technician_ids", "skill_missing", text)


def _timing(demand: Demand, span: Span) -> Iterator[Fault]:
    pointer = "/starts_at"
    if demand.windows and not any(w.holds(span) for w in demand.windows):
        yield Fault(
            pointer, "outside_window", "None of the windows holds the whole visit."
        )
    if demand.earliest is not None and span.start < demand.earliest:
        text = f"The work may not start before {_told(demand.earliest)}."
        yield Fault(pointer, "too_early", text)
    for neighbour in demand.before:
        yield from _after_predecessor(pointer, neighbour, span)
    for neighbour in demand.after:
        if neighbour.span is not None:
            yield from _before_successor(pointer, neighbour, neighbour.span, span)


def _after_predecessor(pointer: str, before: Neighbour, span: Span) -> Iterator[Fault]:
    if before.span is None:
        text = f"{before.reference} comes first and has no time yet: plan it first."
        yield Fault(pointer, "waits_for_predecessor", text)
        return
    soonest = before.span.end + before.lag
    if span.start < soonest:
        text = f"{before.reference} comes first; not before {_told(soonest)}."
        yield Fault(pointer, "before_predecessor", text)
    if before.max_lag is not None and span.start > before.span.end + before.max_lag:
        latest = before.span.end + before.max_lag
        text = f"{before.reference} came too long ago; not after {_told(latest)}."
        yield Fault(pointer, "too_long_after_predecessor", text)


def _before_successor(
    pointer: str, after: Neighbour, booked: Span, span: Span
) -> Iterator[Fault]:
    if span.end + after.lag > booked.start:
        text = (
            f"{after.reference} follows and is planned for {_told(booked.start)}: "
            "move that one first."
        )
        yield Fault(pointer, "after_successor", text)
    if after.max_lag is not None and booked.start > span.end + after.max_lag:
        soonest = booked.start - after.max_lag
        text = (
            f"{after.reference} follows and is planned for {_told(booked.start)}: "
            f"this may not end before {_told(soonest)}."
        )
        yield Fault(pointer, "too_long_before_successor", text)


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def hull(spans: Iterable[Span | None]) -> Span | None:
    """Return the stretch from first start to last end; None if one is missing."""
    known: list[Span] = []
    for span in spans:
        if span is None:
            return None
        known.append(span)
    if not known:
        return None
    return Span(min(each.start for each in known), max(each.end for each in known))


def stretch(start: time, end: time, pause: tuple[time, time, int] | None) -> int:
    """Return the longest work, in seconds, that a shift can hold in one piece.

    A break (earliest start, latest end, seconds) is never taken during a visit: the
    work lies before its latest start or after its earliest end.
    """
    begin, over = _seconds(start), _seconds(end)
    over += DAY_SECONDS if over <= begin else 0
    whole = over - begin
    if pause is not None:
        earliest, latest, seconds = pause
        before = _since(begin, latest) - seconds
        after = whole - (_since(begin, earliest) + seconds)
        whole = max(before, after)
    return max(LEAST_STRETCH_SECONDS, whole - WAY_SECONDS)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _since(begin: int, at: time) -> int:
    return (_seconds(at) - begin) % DAY_SECONDS


def common_stretch(stretches: Sequence[int], crew_size: int) -> int:
    """Return what a whole crew can do in one piece; `stretches` are longest first."""
    if not stretches:
        return USUAL_STRETCH_SECONDS
    return stretches[min(crew_size, len(stretches)) - 1]
