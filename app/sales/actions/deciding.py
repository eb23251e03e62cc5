"""Whoever holds the link of a quote sees it, and takes it or not."""

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.errors import Fault, InvalidError, NotFoundError
from app.core.transaction import transaction
from app.organisations.actions.attempts import note_failure, refuse_floods
from app.sales.actions.leads import tell as tell_of_lead
from app.sales.actions.quotes import tell
from app.sales.errors import QuoteDecidedError, SeenOtherwiseError
from app.sales.events import QuoteAccepted
from app.sales.models import Quote
from app.sales.queries import quotes as queries
from app.sales.queries.quotes import Offer
from app.sales.states import LeadState, QuoteState, move, move_quote
from app.web.secret_links import counted_for, is_token

OPENS_NOTHING = "links that open nothing"


def offer_of(token: str, address: str) -> Offer | None:
    """Find a quote's link without counting a failure: it may be another link."""
    refuse_floods(counted_for(address), OPENS_NOTHING)
    return queries.opened_by(token) if is_token(token) else None


def open_offer(token: str, address: str) -> Offer:
    """Find what the link of a quote shows, for a caller at an address.

    Raises
    ------
    NotFoundError
        Unknown, expired, replaced or taken back: which of them is not told.
    TooManyError
        Too many tokens came from there that open nothing.
    """
    offer = offer_of(token, address)
    if offer is None:
        note_failure(counted_for(address))
        raise NotFoundError
    return offer


def accept_offer(token: str, address: str, name: str, seen: str) -> Offer:
    """The customer agrees to exactly what was seen; saying so twice is once."""
    offer = open_offer(token, address)
    if not name:
        fault = Fault("/name", "missing", "Write the name of who agrees.")
        raise InvalidError("Nobody agrees without a name.", faults=[fault])
    # Who holds a link is nobody we know: the house writes it down.
    with acting_as(SYSTEM), transaction() as tx:
        quote = _undecided(offer, seen, QuoteState.ACCEPTED)
        if quote is not None:
            quote.decided_at = now()
            # Together: between the two the row would be neither.
            quote.state = move_quote(quote.state, QuoteState.ACCEPTED)
            quote.accepted_by = name
            quote.version += 1
            lead = queries.lead_of(quote)
            if lead is not None:
                lead.state = move(lead.state, LeadState.WON)
                lead.version += 1
                tell_of_lead(tx, lead, "lead.win")
            tell(tx, quote, "quote.accept")
            tx.publish(QuoteAccepted(quote.id))
    return open_offer(token, address)


def decline_offer(token: str, address: str, seen: str) -> Offer:
    """The customer does not want it so; another version may follow."""
    offer = open_offer(token, address)
    with acting_as(SYSTEM), transaction() as tx:
        quote = _undecided(offer, seen, QuoteState.DECLINED)
        if quote is not None:
            quote.state = move_quote(quote.state, QuoteState.DECLINED)
            quote.decided_at = now()
            quote.version += 1
            tell(tx, quote, "quote.decline")
    return open_offer(token, address)


def _undecided(offer: Offer, seen: str, wanted: QuoteState) -> Quote | None:
    """Lock the quote; None when it was decided on in the same way before."""
    quote = queries.for_decision(offer.quote_id)
    if seen != quote.document_sha256:
        raise SeenOtherwiseError("Open the link again: this is not what it shows now.")
    if quote.state is wanted:
        return None
    if quote.state is not QuoteState.SENT:
        raise QuoteDecidedError("It was decided on before: open the link again.")
    if quote.is_expired:
        raise NotFoundError
    return quote
