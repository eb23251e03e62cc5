"""Quotes over HTTP: versions, their lines, and how they are sent."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import (
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from app.catalogue.states import WorkKind
from app.sales.actions.quotes import MOST_DAYS, USUAL_DAYS, Asked
from app.sales.rules.prices import CENT, Wanted
from app.sales.schemas.leads import MOST_NOTE, READ, DesignStepSchema
from app.sales.states import LineKind, LineUnit, QuoteState
from app.web.masking import Personal
from app.web.schemas import Integer, PageQuery, Schema, Text, page_of


def _word(kind: type[StrEnum], *, allow_none: bool = False) -> fields.String:
    """A closed word as it is kept in JSON."""
    words = validate.OneOf([each.value for each in kind])
    return fields.String(required=True, allow_none=allow_none, validate=words)


class QuoteLineSchema(Schema):
    """What is charged: `amount_minor` is the quantity times the unit's price."""

    kind = _word(LineKind)
    work = _word(WorkKind, allow_none=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    quantity = fields.String(required=True, metadata={"example": "2"})
    unit = _word(LineUnit)
    unit_minor = fields.Integer(required=True)
    amount_minor = fields.Integer(required=True)
    source = fields.String(required=True)
    why = fields.String(required=True)
    why_zh = fields.String(required=True)


class QuoteSchema(Schema):
    """A version of a price; `expired` says that it was sent and holds no more."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    reference = fields.String(required=True)
    lead_id = fields.Integer(required=True, allow_none=True)
    project_id = fields.Integer(required=True, allow_none=True)
    site_id = fields.Integer(required=True, allow_none=True)
    number = fields.Integer(required=True)
    state = fields.Enum(QuoteState, by_value=True, required=True)
    expired = fields.Boolean(attribute="is_expired", required=True)
    customer_name = Personal(required=True, read=READ)
    subject = Personal(required=True, read=READ)
    currency = fields.String(required=True)
    lines = fields.List(fields.Nested(QuoteLineSchema), required=True)
    design = fields.List(fields.Nested(DesignStepSchema), required=True)
    total_minor = fields.Integer(required=True)
    note = Personal(required=True, allow_none=True, read=READ)
    valid_until = fields.Date(required=True)
    created_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    accepted_by = Personal(required=True, allow_none=True, read=READ)
    document_sha256 = fields.String(required=True, allow_none=True)


class QuoteQuery(PageQuery):
    lead_id = Integer(least=1)
    project_id = Integer(least=1)


class WantedLineSchema(Schema):
    """So many of a model, or so many hours of a kind of work."""

    brand = Text(load_default="", least=0, most=40)
    model = Text(load_default="", least=0, most=40)
    service = fields.Enum(WorkKind, by_value=True, load_default=None, allow_none=True)
    quantity = fields.Float(required=True, validate=validate.Range(0.01, 9_999))
    why = Text(load_default="", least=0)

    @validates_schema
    def _one_thing(self, data: dict[str, Any], **_: Any) -> None:
        if bool(data["model"]) == (data["service"] is not None):
            raise ValidationError({"model": ["Name a model, or a service."]})
        if data["model"] and data["quantity"] != int(data["quantity"]):
            raise ValidationError({"quantity": ["There are no parts of a unit."]})

    @post_load
    def _wanted(self, data: dict[str, Any], **_: Any) -> Wanted:
        quantity = Decimal(str(data["quantity"])).quantize(CENT)
        model = (data["brand"], data["model"]) if data["model"] else None
        return Wanted(quantity, model, data["service"], data["why"], data["why"])


class _Quoted(Schema):
    days = Integer(least=1, most=MOST_DAYS, load_default=USUAL_DAYS)
    note = Text(load_default=None, allow_none=True, most=MOST_NOTE)


class NewQuoteSchema(_Quoted):
    """Without lines, the quote holds what follows from the survey."""

    lines = fields.List(
        fields.Nested(WantedLineSchema),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 100),
    )

    @post_load
    def _asked(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"asked": Asked(**data)}


class NewChangeSchema(_Quoted):
    """What is to be added at a site of the project; work follows once accepted."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "lines": [{"brand": "beilan", "model": "BI-C71", "quantity": 1}]
    }

    site_id = Integer(required=True, least=1)
    lines = fields.List(
        fields.Nested(WantedLineSchema),
        required=True,
        validate=validate.Length(1, 100),
    )

    @post_load
    def _asked(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"site_id": data.pop("site_id"), "asked": Asked(**data)}


class SentQuoteSchema(QuoteSchema):
    """The address to give to the customer, and the same as a picture to scan."""

    url = fields.String(required=True, metadata={"example": "https://…/t/dXNl…"})
    qr = fields.String(
        required=True, metadata={"example": "data:image/svg+xml;charset=utf-8,…"}
    )


QuotePageSchema = page_of(QuoteSchema)
