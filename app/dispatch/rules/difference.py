"""A proposal as a difference from the plan as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.dispatch.rules.facts import Booking, Snapshot, Task
from app.dispatch.states import ChangeKind


@dataclass(frozen=True, slots=True)
class Change:
    """One visit: where it was, and where it would be; None is without a time."""

    visit_id: int
    work_order_id: int
    visit_version: int
    kind: ChangeKind
    was: Booking | None
    will: Booking | None


def changes(tasks: Iterable[Task], placed: Mapping[int, Booking]) -> list[Change]:
    """Compare each visit's booking with the proposed one.

    A visit that had no time and gets none is no change: it is unassigned.
    """
    return [
        Change(
            task.visit_id, task.work_order_id, task.version, kind, task.booking, will
        )
        for task in tasks
        for will in (placed.get(task.visit_id),)
        for kind in (_kind(task.booking, will),)
        if kind is not None
    ]


def _kind(was: Booking | None, will: Booking | None) -> ChangeKind | None:
    if was is None:
        return None if will is None else ChangeKind.ADDED
    if will is None:
        return ChangeKind.REMOVED
    same_crew = sorted(was.technician_ids) == sorted(will.technician_ids)
    if same_crew and was.span == will.span:
        return ChangeKind.UNCHANGED
    return ChangeKind.MOVED


@dataclass(slots=True)
class Workload:
    """One technician's share of a plan."""

    visits: int = 0
    work_seconds: int = 0
    travel_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan amounts to within the horizon."""

    visits: int
    unassigned: int
    lateness_seconds: int
    travel_seconds: int
    technicians: Mapping[int, Workload]


def present(snapshot: Snapshot) -> dict[int, Booking]:
    """Return the bookings that the plan has now and could change."""
    return {
        task.visit_id: task.booking
        for task in snapshot.tasks
        if task.booking is not None
    }


def figures(
    snapshot: Snapshot,
    bookings: Mapping[int, Booking],
    travel: Mapping[int, int],
) -> Figures:
    """Sum a plan up; `travel` is the driving of each technician in seconds."""
    loads: dict[int, Workload] = {
        technician_id: Workload(travel_seconds=seconds)
        for technician_id, seconds in travel.items()
    }
    fixed = [each.booking for each in snapshot.fixed]
    for booking in [*bookings.values(), *fixed]:
        for technician_id in booking.technician_ids:
            load = loads.setdefault(technician_id, Workload())
            load.visits += 1
            load.work_seconds += int(
                (booking.span.end - booking.span.start).total_seconds()
            )
    return Figures(
        visits=len(bookings) + len(fixed),
        unassigned=len(snapshot.tasks) - len(bookings),
        lateness_seconds=sum(_late(task, bookings) for task in snapshot.tasks),
        travel_seconds=sum(travel.values()),
        technicians=dict(sorted(loads.items())),
    )


def _late(task: Task, bookings: Mapping[int, Booking]) -> int:
    booking = bookings.get(task.visit_id)
    if booking is None or task.due is None:
        return 0
    return max(0, int((booking.span.end - task.due).total_seconds()))
