"""An order as it comes in, and whether it is the one that came before."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.core.coordinates import Datum, Degrees
from app.projects.states import Priority
from app.technicians.rules import normal_phone


@dataclass(frozen=True, slots=True)
class LineIntake:
    brand: str = ""
    model: str = ""
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class SiteIntake:
    """`point` is in `datum`; without one, the address is looked up."""

    name: str = ""
    address: str = ""
    point: Degrees | None = None
    datum: Datum = Datum.WGS84
    time_zone: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    access_note: str | None = None
    lines: tuple[LineIntake, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    name: str = ""
    phone: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    earliest: datetime | None = None
    due: datetime | None = None
    priority: Priority = Priority.NORMAL
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectIntake:
    """What somebody orders. Empty values are missing ones, which the edge reports."""

    name: str = ""
    external_reference: str | None = None
    customer: Customer = field(default_factory=Customer)
    wishes: Wishes = field(default_factory=Wishes)
    sites: tuple[SiteIntake, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """For whom an order is taken: who will plan it, or which store brought it.

    A store does not choose its planner: the territory of the site does.
    """

    planner_id: int | None = None
    store_id: int | None = None

    @property
    def organisation_id(self) -> int:
        """The organisation whose order it is."""
        return self.planner_id or self.store_id or 0


def digest(intake: ProjectIntake) -> dict[str, str]:
    """Map the JSON pointer of each value to a short digest of it."""
    return {
        pointer: hashlib.sha256(text.encode()).hexdigest()[:16]
        for pointer, text in _values("", asdict(intake))
    }


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Name the pointers whose values differ between two digests."""
    return sorted(
        pointer
        for pointer in before.keys() | after.keys()
        if before.get(pointer) != after.get(pointer)
    )


def _values(pointer: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(f"{pointer}/{name}", inner)
    elif isinstance(value, tuple) and not isinstance(value, Degrees):
        for place, inner in enumerate(value):
            yield from _values(f"{pointer}/{place}", inner)
    elif value is not None:
        yield pointer, _normal(pointer, value)


def _normal(pointer: str, value: Any) -> str:
    """Write a value the one way in which equal ones are alike."""
    if pointer.endswith("phone"):
        return normal_phone(value) or value
    if isinstance(value, datetime):
        return f"{value.timestamp():.0f}"
    if isinstance(value, Degrees):
        return f"{value.lat:.7f},{value.lon:.7f}"
    return str(value)
