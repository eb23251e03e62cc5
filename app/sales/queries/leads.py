"""Reads on leads, and for whom the actor sells."""

from sqlalchemy import or_, select

from app.core.actor import Role, current_actor
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.sales.models import Lead
from app.sales.states import LeadState
from app.web.pagination import Page, paginate
from app.web.policy import Fields, restrict, shown_fields


def own_organisation() -> int:
    """Return for whom the actor sells."""
    actor = current_actor()
    for role in (Role.STORE, Role.DISPATCHER):
        found = actor.organisation_ids_as(role)
        if found:
            return found[0]
    raise ForbiddenError("Only stores and dispatchers sell.")


def leads(
    limit: int,
    after: str | None = None,
    *,
    state: LeadState | None = None,
    q: str | None = None,
) -> Page[Lead]:
    """List leads, newest first; `q` is part of a name, an address or a reference."""
    statement = restrict(select(Lead), "lead:read")
    if state is not None:
        statement = statement.where(Lead.state == state)
    if q is not None:
        columns = [Lead.reference]
        # Whoever may not read a name may not guess it either.
        if shown_fields("lead:read") is Fields.FULL:
            columns += [Lead.customer_name, Lead.site_name, Lead.address]
        wanted = or_(*(column.icontains(q, autoescape=True) for column in columns))
        statement = statement.where(wanted)
    return paginate(statement, by=[Lead.id], limit=limit, after=after, descending=True)


def lead(lead_id: int) -> Lead:
    row = session().scalar(
        restrict(select(Lead).where(Lead.id == lead_id), "lead:read")
    )
    if row is None:
        raise NotFoundError
    return row


def for_change(lead_id: int) -> Lead:
    """Lock a lead that the actor may change."""
    row = session().scalar(
        restrict(select(Lead).where(Lead.id == lead_id), "lead:change").with_for_update(
            of=Lead
        )
    )
    if row is None:
        raise NotFoundError
    return row
