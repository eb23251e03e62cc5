"""A quote is sent as a link: what it shows is frozen with its hash."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from app.core.clock import now
from app.core.errors import ConflictError
from app.core.transaction import Transaction, transaction
from app.organisations.models import Organisation
from app.sales.actions.leads import tell as tell_of_lead
from app.sales.actions.quotes import tell
from app.sales.events import QuoteSent
from app.sales.models import Quote
from app.sales.queries import quotes as queries
from app.sales.rules.documents import hash_of, shown_line
from app.sales.states import LeadState, QuoteState, move, move_quote
from app.web.secret_links import new_token
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class SentQuote:
    """A quote with the secret of its link, which is told this once."""

    quote: Quote
    token: str


def send_quote(quote_id: int) -> SentQuote:
    """The customer may see it; sent once more, the earlier link opens nothing."""
    token = new_token()
    with transaction() as tx:
        quote = queries.for_change(quote_id)
        if quote.state is not QuoteState.SENT:
            quote.state = move_quote(quote.state, QuoteState.SENT)
            _freeze(tx, quote)
        if quote.is_expired:
            raise ConflictError("The quote holds no more: make another version.")
        quote.token_hash = hash_token(token)
        quote.version += 1
        tx.session.flush()
        _lead_is_quoted(tx, quote)
        tell(tx, quote, "quote.send")
        tx.publish(QuoteSent(quote.id))
    return SentQuote(quote, token)


def _freeze(tx: Transaction, quote: Quote) -> None:
    quote.sent_at = now()
    zone = ZoneInfo(str(current_app.config["DEFAULT_TIME_ZONE"]))
    after = quote.valid_until + timedelta(days=1)
    quote.expires_at = datetime.combine(after, time(), tzinfo=zone)
    if quote.is_expired:
        raise ConflictError("The quote holds no more: make another version.")
    seller = tx.session.get_one(Organisation, quote.owner_organisation_id)
    quote.document = _document(quote, seller)
    quote.document_sha256 = hash_of(quote.document)


def _document(quote: Quote, seller: Organisation) -> dict[str, Any]:
    return {
        "reference": quote.reference,
        "number": quote.number,
        "is_change": quote.lead_id is None,
        "seller": seller.name,
        "seller_zh": seller.name_zh,
        "customer": quote.customer_name,
        "subject": quote.subject,
        "currency": quote.currency,
        "lines": [shown_line(line) for line in quote.lines],
        "total_minor": quote.total_minor,
        "valid_until": quote.valid_until.isoformat(),
        "note": quote.note,
    }


def _lead_is_quoted(tx: Transaction, quote: Quote) -> None:
    lead = queries.lead_of(quote)
    if lead is not None and lead.state is not LeadState.QUOTED:
        lead.state = move(lead.state, LeadState.QUOTED)
        lead.lost_reason = None
        lead.version += 1
        tell_of_lead(tx, lead, "lead.quote")
