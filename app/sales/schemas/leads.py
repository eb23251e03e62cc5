"""Sales over HTTP: leads, surveys, packages, designs and rates."""

from typing import Any

from marshmallow import fields, post_load, validate

from app.catalogue.states import Category, WorkKind
from app.sales.actions.leads import LeadIntake
from app.sales.states import FigureType, LeadState
from app.web.masking import Personal, PersonalDegrees
from app.web.schemas import Integer, PageQuery, Point, Schema, Text, page_of

#: A thousand million yuan.
MOST_MINOR = 10**11
MOST_NOTE = 2000
READ = "lead:read"


class SiteFigureSchema(Schema):
    """One thing that a survey finds out; `least` and `most` bound a number."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    title_zh = fields.String(required=True)
    type = fields.String(
        required=True, validate=validate.OneOf([kind.value for kind in FigureType])
    )
    unit = fields.String(required=True)
    least = fields.Float(required=True, allow_none=True)
    most = fields.Float(required=True, allow_none=True)
    choices = fields.List(fields.String(), required=True)


class PackageRuleSchema(Schema):
    """A rule in CEL; its value is a quantity of a model, hours, or a value."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    title_zh = fields.String(required=True)
    expression = fields.String(required=True)
    unit = fields.String(required=True)
    source = fields.String(required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    service = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([kind.value for kind in WorkKind]),
    )
    is_sample = fields.Boolean(required=True)


class PackageSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    figures = fields.List(fields.Nested(SiteFigureSchema), required=True)
    rules = fields.List(fields.Nested(PackageRuleSchema), required=True)
    is_sample = fields.Boolean(required=True)


class PackageQuery(PageQuery):
    category = fields.Enum(Category, by_value=True)


class ServiceRateSchema(Schema):
    """What an hour of one person's work of a kind costs, in minor units."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    amount_minor = fields.Integer(required=True)
    currency = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)


class NewServiceRateSchema(Schema):
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    amount_minor = Integer(required=True, least=0, most=MOST_MINOR)
    currency = Text(least=3, most=3, load_default="CNY")
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(load_default=None, allow_none=True)


class EndedServiceRateSchema(Schema):
    """The last day of the rate; null for none."""

    valid_until = fields.Date(required=True, allow_none=True)


class SurveySchema(Schema):
    """What was found; `figures` are by the keys of the package."""

    package_id = fields.Integer(required=True)
    package = fields.String(attribute="package.code", required=True)
    package_name = fields.String(attribute="package.name", required=True)
    package_name_zh = fields.String(attribute="package.name_zh", required=True)
    figures = fields.Dict(keys=fields.String(), required=True)
    note = Personal(required=True, allow_none=True, read=READ)
    surveyed_at = fields.AwareDateTime(required=True)


class LeadSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    reference = fields.String(required=True)
    state = fields.Enum(LeadState, by_value=True, required=True)
    customer_name = Personal(required=True, read=READ)
    customer_phone = Personal(required=True, read=READ)
    customer_email = Personal(required=True, allow_none=True, read=READ)
    site_name = Personal(required=True, read=READ)
    address = Personal(required=True, read=READ)
    lat = PersonalDegrees(required=True, allow_none=True, read=READ)
    lon = PersonalDegrees(required=True, allow_none=True, read=READ)
    note = Personal(required=True, allow_none=True, read=READ)
    lost_reason = Personal(required=True, allow_none=True, read=READ)
    project_id = fields.Integer(required=True, allow_none=True)
    survey = fields.Nested(SurveySchema, required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class LeadQuery(PageQuery):
    state = fields.Enum(LeadState, by_value=True)
    q = Text(most=100)


class NewLeadSchema(Schema):
    """Without a point, the address is looked up when a quote is sent."""

    customer_name = Text(required=True)
    customer_phone = Text(
        required=True, most=40, metadata={"example": "+8613800000000"}
    )
    customer_email = fields.Email(
        load_default=None, allow_none=True, validate=validate.Length(max=254)
    )
    site_name = Text(required=True)
    address = Text(required=True, most=500)
    point = fields.Nested(Point, load_default=None, allow_none=True)
    note = Text(load_default=None, allow_none=True, most=MOST_NOTE)

    @post_load
    def _intake(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        point = data.pop("point")
        place = None if point is None else (point["lat"], point["lon"])
        return {"intake": LeadIntake(**data, point=place)}


class LostSchema(Schema):
    reason = Text(required=True, most=500)


class NewSurveySchema(Schema):
    """Each figure of the package by its key; see GET /api/v1/packages."""

    package_id = Integer(required=True, least=1)
    figures = fields.Dict(
        keys=Text(most=40),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(max=40),
    )
    note = Text(load_default=None, allow_none=True, most=MOST_NOTE)


class DesignInputSchema(Schema):
    key = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"example": 1.5})


class DesignStepSchema(PackageRuleSchema):
    """A rule as it was applied: what went in, and what came out."""

    inputs = fields.List(fields.Nested(DesignInputSchema), required=True)
    result = fields.Raw(required=True, metadata={"example": 3})


class DesignFaultSchema(Schema):
    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class DesignSchema(Schema):
    """Every rule in order; those with a model or a service ask for something."""

    package_id = fields.Integer(attribute="package.id", required=True)
    package = fields.String(attribute="package.code", required=True)
    steps = fields.List(
        fields.Nested(DesignStepSchema), attribute="design.kept", required=True
    )
    faults = fields.List(
        fields.Nested(DesignFaultSchema), attribute="design.faults", required=True
    )


LeadPageSchema = page_of(LeadSchema)
PackagePageSchema = page_of(PackageSchema)
ServiceRatePageSchema = page_of(ServiceRateSchema)
