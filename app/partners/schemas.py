"""What rules, offers and partners look like over HTTP.

An offer has no field for who the customer is and where exactly: there is nothing that
could be shown by mistake. Which order it is for is told once it is accepted.
"""

from datetime import timedelta
from typing import Any, Final

from marshmallow import ValidationError, fields, validate, validates_schema

from app.catalogue.states import WorkKind
from app.core.actor import Role, current_actor
from app.partners.states import OfferState
from app.web.masking import Personal
from app.web.schemas import Day, Integer, PageQuery, Schema, Text, page_of
from app.work_orders.states import WorkOrderState

MINUTE: Final = 60
WEEK: Final = 7 * 86_400
#: Of statements: a quarter of a year.
MOST_DAYS: Final = 92
CURRENCY: Final = validate.Regexp(r"^[A-Z]{3}\Z", error="Use an ISO 4217 code.")


class HourlyRateSchema(Schema):
    """An amount in minor units, for each hour of a technician."""

    minor = Integer(required=True, least=0, most=10**12)
    currency = fields.String(
        required=True, validate=CURRENCY, metadata={"example": "CNY"}
    )


class OfferPartySchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)


class NewOfferRuleSchema(Schema):
    """Without a territory or a kind, the rule is for all of them."""

    partner_organisation_id = Integer(required=True, least=1)
    territory_id = Integer(least=1, allow_none=True)
    kind = fields.Enum(WorkKind, by_value=True, allow_none=True)
    quota_percent = Integer(required=True, least=1, most=100)
    respond_within_seconds = Integer(load_default=4 * 3600, least=MINUTE, most=WEEK)
    rate = fields.Nested(HourlyRateSchema, allow_none=True)


class ChangedOfferRuleSchema(Schema):
    quota_percent = Integer(least=1, most=100)
    respond_within_seconds = Integer(least=MINUTE, most=WEEK)
    rate = fields.Nested(HourlyRateSchema)
    is_active = fields.Boolean()


class OfferRuleSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    partner = fields.Nested(OfferPartySchema, required=True)
    territory_id = fields.Integer(required=True, allow_none=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True, allow_none=True)
    quota_percent = fields.Integer(required=True)
    respond_within_seconds = fields.Integer(required=True)
    rate = fields.Nested(HourlyRateSchema, required=True, allow_none=True)
    is_active = fields.Boolean(required=True)


OfferRulePageSchema = page_of(OfferRuleSchema)


class PartnerStandingSchema(Schema):
    """A partner, what it took of the last ninety days, and how it did."""

    partner = fields.Nested(OfferPartySchema, required=True)
    jobs = fields.Integer(required=True)
    acceptance = fields.Float(required=True)
    punctuality = fields.Float(required=True)
    score = fields.Float(required=True)


class PartnerStandingsSchema(Schema):
    items = fields.List(fields.Nested(PartnerStandingSchema), required=True)


class Revealed(fields.Integer):
    """An identifier that the partner learns with the work."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kw: Any) -> Any:
        shown = super()._serialize(value, attr, obj, **kw)
        return shown if _is_known_to_actor(obj) else None


def _is_known_to_actor(offer: Any) -> bool:
    actor = current_actor()
    return (
        offer.state is OfferState.ACCEPTED
        or actor.is_system
        or Role.PLATFORM_ADMIN in actor.roles
        or offer.owner_organisation_id in actor.organisation_ids_as(Role.DISPATCHER)
    )


class DistrictSchema(Schema):
    """Where about: the territory, and a point that is right to some ten kilometres."""

    territory_id = fields.Integer(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)


class PartnerOfferSchema(Schema):
    """Work offered to a partner; durations in seconds, for the whole crew.

    `work_order_id` and `project_id` are null for the partner until it has the work.
    """

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.Enum(OfferState, by_value=True, required=True)
    round = fields.Integer(required=True)
    work_order_id = Revealed(required=True, allow_none=True)
    project_id = Revealed(required=True, allow_none=True)
    offered_by = fields.Nested(OfferPartySchema, required=True, attribute="owner")
    partner = fields.Nested(OfferPartySchema, required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    duration_seconds = fields.Integer(required=True)
    crew_size = fields.Integer(required=True)
    skills = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Skill code to least level."},
    )
    windows = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Half-open, as {start, end}; none means any time."},
    )
    earliest = fields.AwareDateTime(required=True, allow_none=True)
    due = fields.AwareDateTime(required=True, allow_none=True)
    district = fields.Nested(DistrictSchema, required=True)
    rate = fields.Nested(HourlyRateSchema, required=True, allow_none=True)
    offered_at = fields.AwareDateTime(required=True)
    respond_by = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decline_reason = fields.String(required=True, allow_none=True)


class OfferQuery(PageQuery):
    state = fields.Enum(OfferState, by_value=True)
    work_order_id = Integer(least=1)
    project_id = Integer(least=1)


class OfferDeclineSchema(Schema):
    reason = Text(most=500)


PartnerOfferPageSchema = page_of(PartnerOfferSchema)


class StatementQuery(Schema):
    """Days as they are on site, both included; at most a quarter of a year."""

    since = Day(required=True, data_key="from")
    until = Day(required=True, data_key="to")

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if not 0 <= (data["until"] - data["since"]) / timedelta(days=1) < MOST_DAYS:
            raise ValidationError({"to": [f"Ask for 1 to {MOST_DAYS} days."]})


class AmountSchema(Schema):
    """An amount in minor units."""

    minor = fields.Integer(required=True)
    currency = fields.String(required=True)


class StatementTotalSchema(Schema):
    """What the lines come to; one amount for each currency."""

    orders = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    visits_done = fields.Integer(required=True)
    planned_seconds = fields.Integer(required=True)
    worked_seconds = fields.Integer(required=True)
    amounts = fields.List(fields.Nested(AmountSchema), required=True)


class StatementLineSchema(Schema):
    """An order that the partner took, with its visits of these days.

    Seconds count for each technician. Without a rate there is no amount.
    """

    work_order_id = fields.Integer(required=True)
    reference = fields.String(required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    state = fields.Enum(WorkOrderState, by_value=True, required=True)
    visits = fields.Integer(required=True)
    visits_done = fields.Integer(required=True)
    planned_seconds = fields.Integer(required=True)
    worked_seconds = fields.Integer(required=True)
    rate = fields.Nested(HourlyRateSchema, required=True, allow_none=True)
    amount = fields.Nested(AmountSchema, required=True, allow_none=True)


class StatementPartSchema(Schema):
    """What one partner has in one project."""

    project_id = fields.Integer(required=True)
    reference = fields.String(required=True)
    name = Personal(read="project:read", required=True)
    offered_by = fields.Nested(OfferPartySchema, required=True)
    partner = fields.Nested(OfferPartySchema, required=True)
    orders = fields.List(fields.Nested(StatementLineSchema), required=True)
    total = fields.Nested(StatementTotalSchema, required=True)


class PartnerStatementSchema(Schema):
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True, data_key="to")
    projects = fields.List(fields.Nested(StatementPartSchema), required=True)
    total = fields.Nested(StatementTotalSchema, required=True)
