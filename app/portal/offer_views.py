"""A quote for whoever holds its link: its facts, and the answer to it."""

from typing import Any, Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, post_load, validate

from app.core.errors import InvalidError, NotFoundError, PaigongError, TooManyError
from app.portal.entry import caller, seal
from app.sales.actions.deciding import accept_offer, decline_offer, open_offer
from app.sales.errors import QuoteDecidedError, SeenOtherwiseError
from app.sales.queries.quotes import Offer
from app.sales.states import QuoteState
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import Schema, Text

blueprint: Final = Blueprint(
    "quote_links", prefix="", about="A quote, for whoever holds its link."
)
blueprint.after_request(seal)
HTML: Final = "text/html"
JSON: Final = "application/json"


class ShownQuoteSchema(Schema):
    """The quote as it was frozen; `seen` is its hash, which an answer names."""

    state = fields.Enum(QuoteState, by_value=True, required=True)
    seen = fields.String(required=True, metadata={"example": "0" * 64})
    document = fields.Dict(keys=fields.String(), required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    accepted_by = fields.String(required=True, allow_none=True)


class QuoteAnswerSchema(Schema):
    """Who answers, to what was seen; the form of the page sends the same."""

    decision = Text(
        required=True, validate=validate.OneOf(["accept", "decline"]), most=10
    )
    name = Text(least=0, load_default="")
    seen = Text(required=True, most=64)

    @post_load
    def _trimmed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "name": data["name"].strip()}


class LanguageQuery(Schema):
    """In which language the page was read, to lead back to it."""

    lang = fields.String(validate=validate.OneOf(["zh", "en"]))


REFUSALS: Final = {
    404: "The link is unknown, expired, replaced or taken back; which, is not told.",
    429: "Too many links that open nothing came from your address.",
}


@blueprint.operation(
    "GET",
    "/t/<secret:quote_token>/quote.json",
    Operation(policy="quote:open", answer=ShownQuoteSchema, refusals=REFUSALS),
)
def open_quote(quote_token: str) -> Offer:
    """Show the quote to whoever holds its link: the same as on the page."""
    return open_offer(quote_token, caller())


@blueprint.operation(
    "POST",
    "/t/<secret:quote_token>/answer",
    Operation(
        policy="quote:open",
        answer=ShownQuoteSchema,
        query=LanguageQuery,
        files=QuoteAnswerSchema,
        refusals={
            **REFUSALS,
            409: "It was decided on before, or cannot be carried out any more.",
            412: "What was seen is not what the link shows now.",
        },
    ),
)
def answer_quote(quote_token: str, query: dict[str, Any], files: dict[str, Any]) -> Any:
    """Accept or decline exactly what was seen; from the page, lead back to it."""
    by_form = request.accept_mimetypes.best_match([JSON, HTML]) == HTML
    if not by_form:
        return _answered(quote_token, files)
    said: str | None = None
    try:
        _answered(quote_token, files)
    except (NotFoundError, TooManyError):
        # The page itself says what an address that opens nothing is told.
        said = None
    except PaigongError as error:
        said = _said(error)
    return _back(quote_token, query.get("lang"), said)


def _answered(token: str, answer: dict[str, Any]) -> Offer:
    if answer["decision"] == "decline":
        return decline_offer(token, caller(), answer["seen"])
    return accept_offer(token, caller(), answer["name"], answer["seen"])


def _said(error: PaigongError) -> str:
    if isinstance(error, SeenOtherwiseError | QuoteDecidedError):
        return "seen"
    return "name" if isinstance(error, InvalidError) and error.faults else "late"


def _back(token: str, language: str | None, said: str | None) -> ResponseReturnValue:
    there = url_for("portal.customer", token=token, lang=language, said=said)
    return redirect(there, code=303)
