"""What rules, offers and partners look like over HTTP.

An offer has no field for who the customer is and where exactly: there is nothing that
could be shown by mistake. Which order it is for is told once it is accepted.
"""

from typing import Any, Final

from marshmallow import fields, validate

from app.catalogue.states import WorkKind
from app.core.actor import Role, current_actor
from app.partners.states import OfferState
from app.web.schemas import Integer, PageQuery, Schema, Text, page_of

MINUTE: Final = 60
WEEK: Final = 7 * 86_400
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
