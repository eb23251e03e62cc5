from collections.abc import Iterator

from routing.errors import Fault
from routing.model import GreatCircle, Problem, Table
from routing.validate.names import Names, unknown


def travel(problem: Problem, names: Names) -> Iterator[Fault]:
    """Tables not square or with places left out, places without coordinates."""
    yield from _coordinates(problem)
    for index, spec in enumerate(problem.travel):
        if isinstance(spec, Table):
            pointer = f"/travel/{index}"
            yield from _shape(pointer, spec)
            wanted = (
                (f"{pointer}/locations/{at}", name)
                for at, name in enumerate(spec.locations)
            )
            yield from unknown("location", wanted, names.locations)
            yield from _left_out(pointer, spec, problem, names)


def _coordinates(problem: Problem) -> Iterator[Fault]:
    computed = any(isinstance(spec, GreatCircle) for spec in problem.travel)
    for index, place in enumerate(problem.locations):
        given = (place.lat is not None) + (place.lon is not None)
        missing = "lat" if place.lat is None else "lon"
        if given == 1 or (computed and given == 0):
            yield Fault(
                "missing_coordinates",
                f"/locations/{index}/{missing}",
                f"{place.id!r} has no {missing}",
                "Give lat and lon, or travel by table only.",
            )


def _shape(pointer: str, spec: Table) -> Iterator[Fault]:
    size = len(spec.locations)
    for name, matrix in (("seconds", spec.seconds), ("metres", spec.metres)):
        if name == "metres" and not matrix:
            continue
        if len(matrix) != size:
            yield _not_square(f"{pointer}/{name}", "rows", len(matrix), size)
        for at, row in enumerate(matrix):
            if len(row) != size:
                yield _not_square(f"{pointer}/{name}/{at}", "values", len(row), size)
    if len(set(spec.locations)) != size:
        yield Fault(
            "duplicate_id",
            f"{pointer}/locations",
            "A location is named twice",
            "Name each location of the table once.",
        )


def _not_square(pointer: str, what: str, found: int, size: int) -> Fault:
    return Fault(
        "table_not_square",
        pointer,
        f"{found} {what} for {size} locations",
        f"Give {size} {what}, in the order of the table's locations.",
    )


def _left_out(
    pointer: str, spec: Table, problem: Problem, names: Names
) -> Iterator[Fault]:
    """Every visit, and the ends of every shift that travels by this table."""
    wanted = {visit.location for visit in problem.visits}
    for shift in problem.shifts:
        if shift.profile == spec.profile:
            wanted.add(shift.start.location)
            wanted.add(shift.end.location or shift.start.location)
    for name in sorted((wanted & names.locations) - set(spec.locations)):
        yield Fault(
            "table_incomplete",
            f"{pointer}/locations",
            f"{name!r} is used but not in the table",
            "Add its row and column; use null where travel is forbidden.",
        )
