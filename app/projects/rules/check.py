"""All that is wrong with an order, at once; what is missing is the edge's affair."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.coordinates import Degrees, to_wgs84
from app.core.errors import Fault
from app.projects.rules.intake import (
    Customer,
    LineIntake,
    ProjectIntake,
    SiteIntake,
)
from app.projects.rules.places import Circle, circle_around, distance_m, nearest
from app.technicians.rules import normal_phone

#: One @, something before it and a dotted name after it; a mail server judges the rest.
EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+\Z")


#: Each unit is hours of work, and every day of it a visit: more is several orders.
MOST_UNITS_OF_A_PROJECT: Final = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, by JSON pointer: what it is, and what to do about it."""

    pointer: str
    code: str
    cause: str
    remedy: str

    @property
    def fault(self) -> Fault:
        return Fault(self.pointer, self.code, f"{self.cause} {self.remedy}")


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What intake needs to know of a catalogue model."""

    model_id: int
    owner_organisation_id: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an order is checked against.

    `models` is by brand and model as people write them, in `casefold`; `brands` are
    the known brands; `places` are the addresses that a geocoder found.
    """

    circles: Sequence[Circle]
    models: Mapping[tuple[str, str], ModelFacts]
    brands: frozenset[str]
    places: Mapping[str, Degrees]
    geocodes: bool


@dataclass(frozen=True, slots=True)
class Located:
    """A site with its place, territory and models found."""

    place: Degrees
    circle: Circle
    models: Mapping[ModelFacts, int]


def findings_of(intake: ProjectIntake, known: Surroundings) -> list[Finding]:
    """List all that is wrong with the values that are there."""
    return [
        *customer_faults(intake.customer),
        *_wish_faults(intake),
        *_size_faults(intake),
        *(
            found
            for place, site in enumerate(intake.sites)
            for found in _site_faults(f"/sites/{place}", site, known)
        ),
        *_owner_faults(intake, known),
    ]


def place_of(site: SiteIntake, known: Surroundings) -> Degrees | None:
    """Return where the site is in WGS-84, if its point or address tells."""
    if site.point is not None:
        return to_wgs84(site.point, site.datum)
    return known.places.get(site.address)


def located(site: SiteIntake, known: Surroundings) -> Located | None:
    """Find everything a site refers to; None when something is amiss."""
    place = place_of(site, known)
    circle = circle_around(place, known.circles) if place else None
    if place is None or circle is None:
        return None
    wanted: Counter[ModelFacts] = Counter()
    for line in site.lines:
        wanted[known.models[model_key(line)]] += line.quantity
    return Located(place, circle, wanted)


def model_key(line: LineIntake) -> tuple[str, str]:
    return line.brand.strip().casefold(), line.model.strip().casefold()


def _phone_faults(pointer: str, phone: str | None) -> Iterator[Finding]:
    if phone and normal_phone(phone) is None:
        yield Finding(
            pointer,
            "phone",
            f"{phone!r} is no telephone number.",
            "Write it like 138 0013 8000, or +49 30 123456 abroad.",
        )


def customer_faults(customer: Customer) -> Iterator[Finding]:
    """List what is wrong with the ways to reach a customer."""
    yield from _phone_faults("/customer/phone", customer.phone)
    email = customer.email
    if email and not EMAIL.match(email):
        yield Finding(
            "/customer/email",
            "email",
            f"{email!r} is no e-mail address.",
            "Correct it, or leave it out.",
        )


def _wish_faults(intake: ProjectIntake) -> Iterator[Finding]:
    earliest, due = intake.wishes.earliest, intake.wishes.due
    if earliest and due and due <= earliest:
        yield Finding(
            "/wishes/due",
            "due_before_earliest",
            "The work would be due before it may begin.",
            "Exchange the two dates, or leave one out.",
        )


def _size_faults(intake: ProjectIntake) -> Iterator[Finding]:
    units = sum(line.quantity for site in intake.sites for line in site.lines)
    if units > MOST_UNITS_OF_A_PROJECT:
        yield Finding(
            "/sites",
            "too_large",
            f"The order has {units} units.",
            f"Split it into orders of at most {MOST_UNITS_OF_A_PROJECT}.",
        )


def _site_faults(
    pointer: str, site: SiteIntake, known: Surroundings
) -> Iterator[Finding]:
    yield from _phone_faults(f"{pointer}/contact_phone", site.contact_phone)
    if site.time_zone and not _is_zone(site.time_zone):
        yield Finding(
            f"{pointer}/time_zone",
            "time_zone",
            f"{site.time_zone!r} is no time zone.",
            "Use a name such as Asia/Shanghai.",
        )
    yield from _place_faults(f"{pointer}/point", site, known)
    for number, line in enumerate(site.lines):
        yield from _line_faults(f"{pointer}/lines/{number}", line, known)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _place_faults(
    pointer: str, site: SiteIntake, known: Surroundings
) -> Iterator[Finding]:
    place = place_of(site, known)
    if place is None:
        if site.address:
            yield _no_place(pointer, geocodes=known.geocodes)
    elif circle_around(place, known.circles) is None:
        yield _outside(pointer, place, known)


def _no_place(pointer: str, *, geocodes: bool) -> Finding:
    if geocodes:
        return Finding(
            pointer,
            "address_not_found",
            "The geocoder does not find this address.",
            "Correct it, or give lat and lon.",
        )
    return Finding(
        pointer,
        "no_coordinates",
        "The address has no coordinates.",
        "Give lat and lon (and the datum), or configure a geocoder with "
        "PAIGONG_GEOCODER.",
    )


def _outside(pointer: str, place: Degrees, known: Surroundings) -> Finding:
    close = nearest(place, known.circles)
    if close is None:
        cause, remedy = "There is no territory yet.", "Add one, then send this again."
    else:
        rim = (distance_m(place, close.centre) - close.radius_m) / 1000
        cause = f"No territory reaches this place; {close.name} ends {rim:.1f} km away."
        remedy = "Check the coordinates and their datum, or enlarge a territory."
    return Finding(pointer, "no_territory", cause, remedy)


def _line_faults(
    pointer: str, line: LineIntake, known: Surroundings
) -> Iterator[Finding]:
    key = model_key(line)
    if not (line.brand and line.model) or key in known.models:
        return
    if key[0] not in known.brands:
        yield Finding(
            f"{pointer}/brand",
            "unknown_brand",
            f"There is no brand {line.brand!r}.",
            "Use a brand of the catalogue, by code or name.",
        )
    else:
        yield Finding(
            f"{pointer}/model",
            "unknown_model",
            f"{line.brand} has no model {line.model!r}.",
            "Use a code from the catalogue, or add the model there.",
        )


def _owner_faults(intake: ProjectIntake, known: Surroundings) -> Iterator[Finding]:
    """Refuse a project that two organisations would have to plan."""
    first: Circle | None = None
    for number, site in enumerate(intake.sites):
        place = place_of(site, known)
        circle = circle_around(place, known.circles) if place else None
        first = first or circle
        if (
            circle
            and first
            and circle.owner_organisation_id != first.owner_organisation_id
        ):
            yield Finding(
                f"/sites/{number}/point",
                "other_planner",
                f"{circle.name} is planned by another organisation than {first.name}.",
                "Make it a project of its own.",
            )
