"""A visit with all that is needed on site, as one document the database builds.

It is built past wall two, whose rules show technicians no sites and no orders: the
caller has asked both walls which visits these may be.
"""

from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from app.core.actor import SYSTEM, acting_as
from app.core.database import run_plain

_DOCUMENTS: Final = (
    files("app.visits.queries").joinpath("documents.sql").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class VisitDocument:
    id: int
    version: int
    data: dict[str, Any]


def documents(visit_ids: Collection[int]) -> list[VisitDocument]:
    """Describe visits whole, by their start; absent ones are left out."""
    if not visit_ids:
        return []
    with acting_as(SYSTEM):
        rows = run_plain(_DOCUMENTS, {"ids": list(visit_ids)}).all()
    return [VisitDocument(row.id, row.version, row.data) for row in rows]
