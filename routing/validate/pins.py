from collections import defaultdict
from collections.abc import Iterator

from routing.errors import Fault
from routing.model import Problem
from routing.validate.names import Names, unknown


def pins(problem: Problem, names: Names) -> Iterator[Fault]:
    """Pins and commitments that name other shifts or other crews than there are."""
    for index, visit in enumerate(problem.visits):
        for name, kept in (("pin", visit.pin), ("committed", visit.committed)):
            if kept is None:
                continue
            pointer = f"/visits/{index}/{name}/shifts"
            where = ((f"{pointer}/{at}", s) for at, s in enumerate(kept.shifts))
            yield from unknown("shift", where, names.shifts)
            seats = len(visit.crew)
            if len(kept.shifts) != seats and (kept.shifts or name == "committed"):
                yield Fault(
                    "wrong_number_of_shifts",
                    pointer,
                    f"{len(kept.shifts)} shifts for {seats} seats",
                    "Name one shift for each seat, in the order of the seats.",
                )
    yield from _positions(problem)


def _positions(problem: Problem) -> Iterator[Fault]:
    by_shift = defaultdict[str, list[tuple[int, int]]](list)
    for index, visit in enumerate(problem.visits):
        if visit.pin is None or visit.pin.position is None:
            continue
        if not visit.pin.shifts:
            yield Fault(
                "position_without_shift",
                f"/visits/{index}/pin/position",
                "A position is pinned on no shift",
                "Name the shifts in the pin, or leave the position out.",
            )
        for shift in visit.pin.shifts:
            by_shift[shift].append((visit.pin.position, index))
    for shift, pinned in by_shift.items():
        for expected, (position, index) in enumerate(sorted(pinned)):
            if position != expected:
                yield Fault(
                    "positions_not_from_zero",
                    f"/visits/{index}/pin/position",
                    f"Position {position} on {shift!r} where {expected} comes next",
                    "Number the pinned visits of a shift 0, 1, 2 …, or pin the start.",
                )
