"""What is needed to take a technician in."""

from collections.abc import Sequence
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


def normal_phone(text: str, country: str = "CN") -> str | None:
    """Return a valid number in E.164 form, for example +8619900000001, else None."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
