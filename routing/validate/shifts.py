from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from routing.errors import Fault
from routing.model import Problem, Shift
from routing.validate.names import Names, unknown


def shifts(problem: Problem, names: Names) -> Iterator[Fault]:
    """Times that run backwards, breaks that cannot be taken, people in two places."""
    for index, shift in enumerate(problem.shifts):
        pointer = f"/shifts/{index}"
        places = [(f"{pointer}/start/location", shift.start.location)]
        if shift.end.location is not None:
            places.append((f"{pointer}/end/location", shift.end.location))
        yield from unknown("location", places, names.locations)
        profile = [(f"{pointer}/profile", shift.profile)]
        yield from unknown("profile", profile, names.profiles)
        yield from _hours(pointer, shift)
        yield from _breaks(pointer, shift)
    yield from _overlaps(problem)


def _hours(pointer: str, shift: Shift) -> Iterator[Fault]:
    if shift.end.time < shift.start.time:
        yield Fault(
            "shift_ends_before_start",
            f"{pointer}/end/time",
            f"The shift ends at {shift.end.time} and starts at {shift.start.time}",
            "Give an end that is not before the start.",
        )
    if shift.end.latest < shift.end.time:
        yield Fault(
            "overtime_before_end",
            f"{pointer}/end/overtime_until",
            f"Overtime ends at {shift.end.latest}, the shift at {shift.end.time}",
            "Leave overtime_until out, or give a time after the end.",
        )


def _breaks(pointer: str, shift: Shift) -> Iterator[Fault]:
    for at, rest in enumerate(shift.breaks):
        where = f"{pointer}/breaks/{at}/duration"
        if rest.earliest + rest.duration > rest.latest_end:
            yield Fault(
                "break_too_long",
                where,
                f"{rest.duration} s do not fit {rest.earliest} to {rest.latest_end}",
                "Shorten the break, or widen its window.",
            )
        elif max(rest.earliest, shift.start.time) + rest.duration > min(
            rest.latest_end, shift.end.latest
        ):
            yield Fault(
                "break_outside_shift",
                where,
                "The break cannot be taken within the shift",
                "Move the break inside the shift, or leave it out if it is over.",
            )
    for at, (one, two) in enumerate(pairwise(shift.breaks), start=1):
        if one.earliest > two.earliest or one.latest_end > two.latest_end:
            yield Fault(
                "breaks_out_of_order",
                f"{pointer}/breaks/{at}/earliest",
                "The break comes before the one listed above it",
                "List breaks in the order in which they are taken.",
            )


def _overlaps(problem: Problem) -> Iterator[Fault]:
    by_technician = defaultdict[str, list[tuple[int, int, int]]](list)
    for index, shift in enumerate(problem.shifts):
        span = (shift.start.time, shift.end.latest, index)
        by_technician[shift.technician].append(span)
    for technician, spans in by_technician.items():
        for one, two in pairwise(sorted(spans)):
            if two[0] < one[1]:
                yield Fault(
                    "shifts_overlap",
                    f"/shifts/{two[2]}/start/time",
                    f"{technician!r} still works in /shifts/{one[2]}",
                    "Let one shift (with its overtime) end before the next starts.",
                )
