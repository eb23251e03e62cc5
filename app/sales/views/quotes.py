"""Quotes over HTTP: made in versions, sent as a link, taken back."""

from typing import Any

import segno
from flask import current_app

from app.sales.actions.quotes import quote_lead, withdraw_quote
from app.sales.actions.sending import send_quote
from app.sales.models import Quote
from app.sales.queries import quotes
from app.sales.schemas.quotes import (
    NewQuoteSchema,
    QuotePageSchema,
    QuoteQuery,
    QuoteSchema,
    SentQuoteSchema,
)
from app.sales.views.parts import blueprint
from app.web.blueprint import Operation


@blueprint.operation(
    "GET",
    "/quotes",
    Operation(policy="quote:read", answer=QuotePageSchema, query=QuoteQuery),
)
def list_quotes(query: dict[str, Any]) -> Any:
    """List your quotes, newest first; of a lead, or of a project's changes."""
    return quotes.quotes(query.pop("limit"), query.pop("after", None), **query)


@blueprint.operation(
    "GET",
    "/quotes/<id:quote_id>",
    Operation(policy="quote:read", answer=QuoteSchema),
)
def read_quote(quote_id: int) -> Quote:
    """Show a quote with its lines and what they follow from."""
    return quotes.quote(quote_id)


@blueprint.operation(
    "POST",
    "/leads/<id:lead_id>/quotes",
    Operation(
        policy="quote:change",
        answer=QuoteSchema,
        status=201,
        body=NewQuoteSchema,
    ),
)
def quote_lead_view(lead_id: int, body: dict[str, Any]) -> Quote:
    """Make the next version of a lead's quote; the one before holds no more."""
    return quote_lead(lead_id, body["asked"])


@blueprint.operation(
    "POST",
    "/quotes/<id:quote_id>/send",
    Operation(policy="quote:change", answer=SentQuoteSchema, secret=True),
)
def send_quote_view(quote_id: int) -> Any:
    """Freeze what the quote shows and make its link, which is told this once."""
    sent = send_quote(quote_id)
    home = current_app.extensions["paigong-settings"].public_url.rstrip("/")
    url = f"{home}/t/{sent.token}"
    picture = segno.make(url, error="m").svg_data_uri(border=2, scale=6)
    facts = {
        name: getattr(sent.quote, field.attribute or name)
        for name, field in QuoteSchema().fields.items()
    }
    facts["is_expired"] = facts["expired"]
    return {**facts, "url": url, "qr": picture}


@blueprint.operation(
    "POST",
    "/quotes/<id:quote_id>/withdraw",
    Operation(policy="quote:change", answer=QuoteSchema),
)
def withdraw_quote_view(quote_id: int) -> Quote:
    """Take a quote back; its link opens nothing any more."""
    return withdraw_quote(quote_id)
