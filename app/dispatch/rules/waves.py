"""What can be placed next: a visit follows once all that it waits for has a time.

The optimiser places a chain at once, tied by links. A day part is another matter: it
wants the same crew on their next working day, whichever that is. So the optimiser is
asked in waves within one run: a later part, and what waits for it, come a wave after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from graphlib import TopologicalSorter
from typing import Final

from app.dispatch.rules.facts import Booking, Snapshot, Task, Tie
from app.dispatch.rules.pieces import Piece
from app.visits.rules import Span

#: A start may fall on the last second of a closed interval.
SECOND: Final = timedelta(seconds=1)


class Hindrance(StrEnum):
    """Why a visit was not even put to the optimiser."""

    WAITS_FOR_PREDECESSOR = "waits_for_predecessor"
    BEYOND_HORIZON = "beyond_horizon"
    WINDOW_CLOSED = "window_closed"
    CREW_HAS_NO_NEXT_DAY = "crew_has_no_next_day"
    SUCCESSOR_STANDS = "successor_stands"
    NO_SHIFTS = "no_shifts"


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit that may be placed now, when, and on whose pieces (None is anybody's).

    It may have to follow others of the same wave, as `links` say.
    """

    task: Task
    windows: tuple[Span, ...]
    pieces: frozenset[str] | None = None
    links: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Hindered:
    task: Task
    hindrance: Hindrance
    by_visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    ready: tuple[Ready, ...]
    hindered: tuple[Hindered, ...]


def ties_of(snapshot: Snapshot) -> tuple[dict[int, list[Tie]], dict[int, list[Tie]]]:
    """Group the ties by the visit that waits, and by the one that is waited for."""
    before: dict[int, list[Tie]] = {}
    after: dict[int, list[Tie]] = {}
    for tie in snapshot.ties:
        before.setdefault(tie.second, []).append(tie)
        after.setdefault(tie.first, []).append(tie)
    return before, after


def next_wave(
    snapshot: Snapshot,
    pieces: tuple[Piece, ...],
    placed: Mapping[int, Booking],
    settled: frozenset[int],
) -> Wave:
    """Return the visits that can be placed together now, and those in vain.

    `placed` are the times of this run and `settled` all visits it is done with.
    """
    before, after = ties_of(snapshot)
    times = known_times(snapshot, placed)
    ready: dict[int, Ready] = {}
    hindered: list[Hindered] = []
    for task in in_order(snapshot, before):
        ties = before.get(task.visit_id, [])
        inside = tuple(tie for tie in ties if tie.first in ready)
        outside = [tie for tie in ties if tie.first not in ready]
        if task.visit_id in settled or not _is_next(snapshot, inside, outside, settled):
            continue
        following = after.get(task.visit_id, [])
        view = _View(snapshot.horizon, pieces, times, outside, following)
        outcome = _admit(view, task)
        if isinstance(outcome, Ready):
            ready[task.visit_id] = replace(outcome, links=inside)
        else:
            hindered.append(outcome)
    return Wave(tuple(ready.values()), tuple(hindered))


def _is_next(
    snapshot: Snapshot,
    inside: tuple[Tie, ...],
    outside: list[Tie],
    settled: frozenset[int],
) -> bool:
    """A later day part waits for a wave, and so does what comes after it."""
    if any(tie.next_day or tie.same_start for tie in inside):
        return False
    waiting = snapshot.task_ids - settled
    return not any(tie.first in waiting for tie in outside)


def in_order(snapshot: Snapshot, before: Mapping[int, list[Tie]]) -> list[Task]:
    """Sort the tasks so that each comes after those it waits for."""
    tasks = {task.visit_id: task for task in snapshot.tasks}
    order = TopologicalSorter[int](
        {
            visit_id: [
                tie.first for tie in before.get(visit_id, []) if tie.first in tasks
            ]
            for visit_id in tasks
        }
    )
    return [tasks[visit_id] for visit_id in order.static_order()]


def known_times(
    snapshot: Snapshot, placed: Mapping[int, Booking]
) -> dict[int, Booking | None]:
    """Say when each visit is that this run does not place, or has placed already."""
    times: dict[int, Booking | None] = dict(snapshot.elsewhere or {})
    times.update({each.visit_id: each.booking for each in snapshot.fixed})
    times.update(placed)
    return times


@dataclass(frozen=True, slots=True)
class _View:
    """What bears on one visit."""

    horizon: Span
    pieces: tuple[Piece, ...]
    times: Mapping[int, Booking | None]
    before: list[Tie]
    after: list[Tie]


def _admit(view: _View, task: Task) -> Ready | Hindered:
    found = _after_predecessors(view, task)
    if isinstance(found, Hindered):
        return found
    bounds, allowed = found
    for tie in view.after:
        second = view.times.get(tie.second)
        if second is not None:
            bounds = _ahead_of(bounds, tie, task, second.span)
            if bounds.end <= bounds.start:
                return Hindered(task, Hindrance.SUCCESSOR_STANDS, tie.second)
    windows = windows_within(task, bounds)
    if not windows:
        return Hindered(task, Hindrance.WINDOW_CLOSED)
    return Ready(task, windows, allowed)


def _after_predecessors(
    view: _View, task: Task
) -> tuple[Span, frozenset[str] | None] | Hindered:
    """Narrow the horizon, and the pieces, to what the predecessors leave."""
    bounds = view.horizon
    allowed: frozenset[str] | None = None
    for tie in view.before:
        first = view.times.get(tie.first)
        if first is None:
            return Hindered(task, Hindrance.WAITS_FOR_PREDECESSOR, tie.first)
        if tie.next_day:
            allowed = _next_day(view.pieces, first)
            if not allowed:
                return Hindered(task, Hindrance.CREW_HAS_NO_NEXT_DAY, tie.first)
        bounds = _narrowed(bounds, tie, first.span)
        if bounds.end <= bounds.start:
            return Hindered(task, Hindrance.BEYOND_HORIZON, tie.first)
    return bounds, allowed


def _ahead_of(bounds: Span, tie: Tie, task: Task, second: Span) -> Span:
    """Leave the lag before a successor that stands where it is."""
    latest = second.start - tie.min_lag - task.duration + SECOND
    return Span(bounds.start, min(bounds.end, latest))


def _narrowed(bounds: Span, tie: Tie, first: Span) -> Span:
    if tie.same_start:
        soonest, latest = first.start, first.start
    else:
        soonest = first.end + tie.min_lag
        latest = bounds.end if tie.max_lag is None else first.end + tie.max_lag
    return Span(max(bounds.start, soonest), min(bounds.end, latest + SECOND))


def windows_within(task: Task, bounds: Span) -> tuple[Span, ...]:
    """Say when the visit may start: within `bounds`, and so that a window holds it."""
    if task.earliest is not None:
        bounds = Span(max(bounds.start, task.earliest), bounds.end)
    if not task.windows:
        return (bounds,) if bounds.start < bounds.end else ()
    cut = (
        Span(
            max(window.start, bounds.start),
            min(window.end - task.duration + SECOND, bounds.end),
        )
        for window in task.windows
    )
    return tuple(window for window in cut if window.start < window.end)


def _next_day(pieces: tuple[Piece, ...], first: Booking) -> frozenset[str]:
    """Find the crew's pieces on the first day after on which all of them work."""
    crew = set(first.technician_ids)
    days: dict[date, set[int]] = {}
    for piece in pieces:
        if piece.technician_id in crew and piece.shift.span.start >= first.span.end:
            days.setdefault(piece.shift.day, set()).add(piece.technician_id)
    common = [day for day, who in days.items() if who == crew]
    if not common:
        return frozenset()
    day = min(common)
    return frozenset(
        piece.id
        for piece in pieces
        if piece.shift.day == day and piece.technician_id in crew
    )
