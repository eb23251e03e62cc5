"""Reads on territories, technicians and the time they can work."""

from app.technicians.queries.people import (
    holdings_of,
    in_territory,
    is_technicians_login,
    skills_at,
    technician,
    technician_by_phone,
    technician_for_change,
    technicians,
)
from app.technicians.queries.positions import positions_of
from app.technicians.queries.shifts import (
    absences_between,
    exception_on,
    exceptions_between,
    shifts_between,
)
from app.technicians.queries.territories import (
    all_territories,
    known_codes,
    open_territory,
    territories,
    territory,
    territory_by_code,
    territory_for_change,
    territory_of,
)

__all__ = [
    "absences_between",
    "all_territories",
    "exception_on",
    "exceptions_between",
    "holdings_of",
    "in_territory",
    "is_technicians_login",
    "known_codes",
    "open_territory",
    "positions_of",
    "shifts_between",
    "skills_at",
    "technician",
    "technician_by_phone",
    "technician_for_change",
    "technicians",
    "territories",
    "territory",
    "territory_by_code",
    "territory_for_change",
    "territory_of",
]
