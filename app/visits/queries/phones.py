"""A technician's own days and visits, whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import NotFoundError
from app.visits.errors import NoTechnicianError
from app.visits.queries.changes import seen_among, visits_on
from app.visits.queries.devices import Me, me
from app.visits.queries.documents import documents


@dataclass(frozen=True, slots=True)
class DayOfVisits:
    date: date
    technician: Me
    visits: list[dict[str, Any]]


def day_of(day: date) -> DayOfVisits:
    """Show the signed-in technician's visits of a day where they work."""
    technician = me()
    if technician is None:
        raise NoTechnicianError("Days are for technicians; this login is none's.")
    found = documents(visits_on(technician.id, day, technician.time_zone))
    return DayOfVisits(day, technician, [each.data for each in found])


def document_of(visit_id: int) -> dict[str, Any]:
    found = documents(seen_among([visit_id]))
    if not found:
        raise NotFoundError
    return found[0].data
