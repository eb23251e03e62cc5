"""Public holidays, and the weekends on which China works instead."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import holidays


class Calendar(Protocol):
    """What a shift needs to know of a country's days."""

    def is_holiday(self, day: date) -> bool: ...

    def is_working_weekend(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class PublicCalendar:
    country: str

    def is_holiday(self, day: date) -> bool:
        return day in _days_of(self.country, day.year)[0]

    def is_working_weekend(self, day: date) -> bool:
        return day in _days_of(self.country, day.year)[1]


def calendar_of(country: str) -> Calendar:
    """Return the calendar of an ISO 3166 country; an unknown one has no holidays."""
    return PublicCalendar(country)


def is_known_country(country: str) -> bool:
    return country in _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=256)
def _days_of(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Compute a year once: the library's own tables grow while threads read them."""
    if not is_known_country(country):
        return frozenset(), frozenset()
    # A year's last weekend may be worked for the next year's first holiday.
    found = holidays.country_holidays(country, years=(year, year + 1))
    worked: set[date] = getattr(found, "weekend_workdays", set())
    return (
        frozenset(day for day in found if day.year == year),
        frozenset(day for day in worked if day.year == year),
    )
