"""A price is put together, for a lead or for a change of a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from flask import current_app

from app.core.actor import current_actor
from app.core.clock import today
from app.core.errors import Fault, InvalidError
from app.core.reference_codes import next_codes
from app.core.transaction import Transaction, transaction
from app.organisations.actions.audit import record
from app.sales.actions.leads import require_open
from app.sales.models import Quote
from app.sales.queries import leads, lists
from app.sales.queries import quotes as queries
from app.sales.queries.designs import designed
from app.sales.rules.design import Design
from app.sales.rules.prices import PriceLists, Wanted, priced, total_of
from app.sales.states import QuoteState, move_quote
from app.web.feed import Change, announce, organisation_scope

USUAL_DAYS: Final = 14
MOST_DAYS: Final = 365
#: A later version takes the place of these.
REPLACED: Final = frozenset({QuoteState.DRAFT, QuoteState.SENT, QuoteState.DECLINED})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quote is to hold; without lines, what follows from the survey."""

    lines: Sequence[Wanted] | None = None
    days: int = USUAL_DAYS
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A project that is to be changed, as its own part describes it."""

    project_id: int
    site_id: int
    customer_name: str
    subject: str


def quote_lead(lead_id: int, asked: Asked) -> Quote:
    """The next version of a lead's quote; the one before holds no more."""
    with transaction() as tx:
        lead = leads.for_change(lead_id)
        require_open(lead)
        found = None if asked.lines is not None else designed(lead).design
        quote = _priced_quote(asked, found, lead.owner_organisation_id)
        versions = queries.earlier(lead.id)
        for version in versions:
            if version.state in REPLACED:
                supersede(tx, version)
        quote.lead_id = lead.id
        quote.number = versions[0].number + 1 if versions else 1
        quote.customer_name = lead.customer_name
        quote.subject = lead.site_name
        _keep(tx, quote)
    return quote


def quote_change(changed: Changed, asked: Asked) -> Quote:
    """A change of a project is priced before anybody works on it."""
    with transaction() as tx:
        quote = _priced_quote(asked, None, leads.own_organisation())
        quote.project_id = changed.project_id
        quote.site_id = changed.site_id
        quote.number = queries.changes_of(changed.project_id) + 1
        quote.customer_name = changed.customer_name
        quote.subject = changed.subject
        _keep(tx, quote)
    return quote


def withdraw_quote(quote_id: int) -> Quote:
    """The quote is taken back; its link opens nothing any more."""
    with transaction() as tx:
        quote = queries.for_change(quote_id)
        if quote.state is not QuoteState.SUPERSEDED:
            supersede(tx, quote)
            tell(tx, quote, "quote.withdraw")
    return quote


def supersede(tx: Transaction, quote: Quote) -> None:
    quote.state = move_quote(quote.state, QuoteState.SUPERSEDED)
    quote.version += 1
    tx.session.flush()


def tell(tx: Transaction, quote: Quote, action: str) -> None:
    """Note what became of a quote, and let its people hear of it."""
    owner = quote.owner_organisation_id
    detail = {"number": quote.number, "seen": quote.document_sha256 or ""}
    record(tx, owner, action, "quote", quote.id, detail)
    announce(tx, [organisation_scope(owner)], Change("quote", quote.id, quote.version))


def _priced_quote(asked: Asked, found: Design | None, owner: int) -> Quote:
    wanted = asked.lines if found is None else _wanted(found)
    day = today(str(current_app.config["DEFAULT_TIME_ZONE"]))
    lists_of_day = _lists(owner, wanted or (), day)
    lines, faults = priced(wanted or (), lists_of_day)
    faults += [] if found is None else found.faults
    if not lines and not faults:
        faults = [Fault("/lines", "empty", "There is nothing to charge.")]
    if faults:
        raise InvalidError("The quote cannot be priced.", faults=faults)
    kept = [line.kept for line in lines]
    return Quote(
        owner_organisation_id=owner,
        state=QuoteState.DRAFT,
        currency=lists_of_day.currency,
        lines=kept,
        design=[] if found is None else found.kept,
        total_minor=total_of(kept),
        note=asked.note,
        valid_until=day + timedelta(days=asked.days),
        created_by_user_id=current_actor().user_id,
    )


def _wanted(found: Design) -> list[Wanted]:
    return [
        Wanted(
            quantity=Decimal(str(step.result)),
            model=(step.rule.brand, step.rule.model) if step.rule.model else None,
            service=step.rule.service,
            why=step.rule.title,
            why_zh=step.rule.title_zh,
        )
        for step in found.lines
    ]


def _lists(owner: int, wanted: Sequence[Wanted], day: date) -> PriceLists:
    models = {each.model for each in wanted if each.model is not None}
    return lists.price_lists(owner, models, day)


def _keep(tx: Transaction, quote: Quote) -> None:
    quote.reference = next_codes("QUO")[0]
    tx.session.add(quote)
    tx.session.flush()
    tell(tx, quote, "quote.make")
