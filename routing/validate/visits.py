from collections.abc import Iterator

from routing.errors import Fault
from routing.model import Problem, Visit
from routing.validate.names import Names, unknown


def visits(problem: Problem, names: Names) -> Iterator[Fault]:
    """Places and shifts that do not exist, windows that close before they open."""
    for index, visit in enumerate(problem.visits):
        pointer = f"/visits/{index}"
        place = [(f"{pointer}/location", visit.location)]
        yield from unknown("location", place, names.locations)
        yield from _windows(pointer, visit)
        yield from _shifts(pointer, visit, names)
    yield from _dimensions(problem)


def _windows(pointer: str, visit: Visit) -> Iterator[Fault]:
    for at, window in enumerate(visit.windows):
        if window.closes < window.opens:
            yield Fault(
                "window_reversed",
                f"{pointer}/windows/{at}",
                f"The window opens at {window.opens} and closes at {window.closes}",
                "Give the earliest start first.",
            )


def _shifts(pointer: str, visit: Visit, names: Names) -> Iterator[Fault]:
    allowed = visit.allowed_shifts or frozenset()
    for name, wanted in (
        ("allowed_shifts", allowed),
        ("forbidden_shifts", visit.forbidden_shifts),
        ("preferred_shifts", visit.preferred_shifts),
    ):
        where = ((f"{pointer}/{name}", shift) for shift in sorted(wanted))
        yield from unknown("shift", where, names.shifts)
    for shift in sorted(allowed & visit.forbidden_shifts):
        yield Fault(
            "allowed_and_forbidden",
            f"{pointer}/forbidden_shifts",
            f"{shift!r} is both allowed and forbidden",
            "Take it out of one of the two lists.",
        )


def _dimensions(problem: Problem) -> Iterator[Fault]:
    sizes = [
        (f"/shifts/{index}/capacity", len(shift.capacity))
        for index, shift in enumerate(problem.shifts)
    ] + [
        (f"/visits/{index}/load", len(visit.load))
        for index, visit in enumerate(problem.visits)
    ]
    given = [(pointer, size) for pointer, size in sizes if size]
    for pointer, size in given:
        if size != given[0][1]:
            yield Fault(
                "capacity_dimensions",
                pointer,
                f"{size} numbers here, {given[0][1]} in {given[0][0]}",
                "Give every load and capacity the same dimensions, or leave it out.",
            )
