"""Visits as those on site work on them: read by the house, on their behalf."""

from typing import Final

from sqlalchemy import bindparam, exists, select

from app.core.database import session
from app.core.errors import NotFoundError
from app.visits.models import Visit
from app.web.feed import FeedEntry, technician_scope

#: Asked for each report from a site: made once, for making it costs as asking it does.
_ON_SITE: Final = (
    select(Visit)
    .where(Visit.id == bindparam("visit_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def visit_on_site(visit_id: int) -> Visit:
    """Lock a visit whose crew reports something."""
    row = session().scalar(_ON_SITE, {"visit_id": visit_id})
    if row is None:
        raise NotFoundError
    return row


def had_visit(technician_id: int, visit_id: int) -> bool:
    """Say whether a technician was ever told of a visit: it was theirs then."""
    told = exists().where(
        FeedEntry.scope == technician_scope(technician_id),
        FeedEntry.entity == "visit",
        FeedEntry.entity_id == visit_id,
    )
    return bool(session().scalar(select(told)))
