"""What is needed to take a technician in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import phonenumbers

from app.technicians.rules.shifts import DayPattern
from app.technicians.rules.skills import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianIntake:
    """A new technician; `territory` is an identifier or a code."""

    name: str
    phone: str
    territory: int | str
    home_lat: float
    home_lon: float
    organisation_id: int | None = None
    user_id: int | None = None
    starts_at_home: bool = True
    max_overtime_seconds: int = 0
    capacity_kg: float = 0.0
    capacity_m3: float = 0.0
    speed_percent: int = 100
    skills: Sequence[Holding] = ()
    patterns: Sequence[DayPattern] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianChange:
    """What changes about a technician; None leaves it as it is."""

    name: str | None = None
    phone: str | None = None
    territory_id: int | None = None
    home_lat: float | None = None
    home_lon: float | None = None
    user_id: int | None = None
    starts_at_home: bool | None = None
    max_overtime_seconds: int | None = None
    capacity_kg: float | None = None
    capacity_m3: float | None = None
    speed_percent: int | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryIntake:
    """A new territory: a circle with a time zone and a country's holidays."""

    code: str
    name: str
    name_zh: str = ""
    country: str = "CN"
    time_zone: str = "Asia/Shanghai"
    centre_lat: float
    centre_lon: float
    radius_m: int
    open_to: Collection[int] = ()
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChange:
    """What changes about a territory; None leaves it as it is."""

    name: str | None = None
    name_zh: str | None = None
    country: str | None = None
    time_zone: str | None = None
    centre_lat: float | None = None
    centre_lon: float | None = None
    radius_m: int | None = None
    open_to: Collection[int] | None = None


def normal_phone(text: str, country: str = "CN") -> str | None:
    """Return a valid number in E.164 form, for example +8619900000001, else None."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
