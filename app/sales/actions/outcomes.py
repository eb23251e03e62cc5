"""What came of an accepted quote."""

from app.core.transaction import transaction
from app.sales.queries import quotes as queries


def note_project(quote_id: int, project_id: int) -> None:
    """The lead became a project."""
    with transaction():
        lead = queries.lead_of(queries.for_decision(quote_id))
        if lead is not None:
            lead.project_id = project_id
            lead.version += 1
