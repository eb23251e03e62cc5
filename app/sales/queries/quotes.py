"""Reads on quotes, and what a quote's link opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text

from app.core.clock import now
from app.core.database import session
from app.core.errors import NotFoundError
from app.sales.models import Lead, Quote
from app.sales.states import QuoteState
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote as its link shows it: what was frozen, and what became of it."""

    quote_id: int
    state: QuoteState
    document: dict[str, Any]
    seen: str
    decided_at: datetime | None
    accepted_by: str | None


def quotes(
    limit: int,
    after: str | None = None,
    *,
    lead_id: int | None = None,
    project_id: int | None = None,
) -> Page[Quote]:
    """List quotes, newest first."""
    statement = restrict(select(Quote), "quote:read")
    if lead_id is not None:
        statement = statement.where(Quote.lead_id == lead_id)
    if project_id is not None:
        statement = statement.where(Quote.project_id == project_id)
    return paginate(statement, by=[Quote.id], limit=limit, after=after, descending=True)


def quote(quote_id: int) -> Quote:
    row = session().scalar(
        restrict(select(Quote).where(Quote.id == quote_id), "quote:read")
    )
    if row is None:
        raise NotFoundError
    return row


def for_change(quote_id: int) -> Quote:
    """Lock a quote that the actor may send or take back."""
    row = session().scalar(
        restrict(
            select(Quote).where(Quote.id == quote_id), "quote:change"
        ).with_for_update(of=Quote)
    )
    if row is None:
        raise NotFoundError
    return row


def for_decision(quote_id: int) -> Quote:
    """Lock the quote that a link opened; the house asks."""
    statement = select(Quote).where(Quote.id == quote_id)
    return session().scalars(statement.with_for_update(of=Quote)).one()


def lead_of(quote: Quote) -> Lead | None:
    """Lock the lead that a quote is for."""
    if quote.lead_id is None:
        return None
    statement = select(Lead).where(Lead.id == quote.lead_id)
    return session().scalars(statement.with_for_update(of=Lead)).one()


def earlier(lead_id: int) -> Sequence[Quote]:
    """Lock the versions there are of a lead's quote, newest first."""
    statement = select(Quote).where(Quote.lead_id == lead_id)
    return (
        session()
        .scalars(statement.order_by(Quote.number.desc()).with_for_update(of=Quote))
        .all()
    )


def changes_of(project_id: int) -> int:
    """Count the change orders of a project that the actor may know of."""
    statement = select(func.count()).where(Quote.project_id == project_id)
    return session().scalar(statement) or 0


def opened_by(token: str) -> Offer | None:
    """Find what the link of a quote shows (through the gate)."""
    row = (
        session()
        .execute(
            text(
                "SELECT quote_id, state, document, document_sha256, decided_at, "
                "accepted_by FROM gate_quote(:hash, :moment)"
            ),
            {"hash": hash_token(token), "moment": now()},
        )
        .first()
    )
    if row is None:
        return None
    quote_id, state, *rest = row
    return Offer(quote_id, QuoteState(state), *rest)
