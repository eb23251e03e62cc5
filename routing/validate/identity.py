from collections.abc import Iterator, Sequence
from datetime import datetime

from routing.errors import Fault
from routing.model import Problem
from routing.validate.names import Names


def identity(problem: Problem, _names: Names) -> Iterator[Fault]:
    """Names that are taken twice, and an epoch that is no date."""
    yield from _epoch(problem.epoch)
    yield from _twice("locations", "id", [each.id for each in problem.locations])
    yield from _twice("travel", "profile", [each.profile for each in problem.travel])
    yield from _twice("shifts", "id", [each.id for each in problem.shifts])
    yield from _twice("visits", "id", [each.id for each in problem.visits])


def _epoch(epoch: str) -> Iterator[Fault]:
    try:
        datetime.fromisoformat(epoch)
    except ValueError:
        yield Fault(
            "epoch_not_iso",
            "/epoch",
            f"{epoch!r} is not a date and time",
            "Give an ISO 8601 local midnight, such as 2026-11-23T00:00:00+08:00.",
        )


def _twice(where: str, key: str, names: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if first.setdefault(name, index) != index:
            yield Fault(
                "duplicate_id",
                f"/{where}/{index}/{key}",
                f"{name!r} is already the name of /{where}/{first[name]}",
                "Give each its own name.",
            )
