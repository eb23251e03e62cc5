"""Links as those see them who make them, and the project as the customer does."""

from marshmallow import fields

from app.catalogue.states import WorkKind
from app.portal.projection import Stage
from app.projects.rules.links import MOST_DAYS, USUAL_DAYS
from app.projects.states import ProjectState
from app.visits.rules.steps import StepState, Whose, Why
from app.visits.states import FailureReason
from app.web.schemas import Integer, Schema, Text


class LinkSchema(Schema):
    """A link without its secret, which is told only once."""

    id = fields.Integer(required=True)
    project_id = fields.Integer(required=True)
    label = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    last_seen_at = fields.AwareDateTime(required=True, allow_none=True)


class LinksSchema(Schema):
    items = fields.List(fields.Nested(LinkSchema), required=True)


class NewLinkSchema(Schema):
    """`label` says for whom; only those see it who make links."""

    label = Text(least=0, load_default="")
    days = Integer(least=1, most=MOST_DAYS, load_default=USUAL_DAYS)


class MadeLinkSchema(LinkSchema):
    """The address to give to the customer, and the same as a picture to scan."""

    url = fields.String(required=True, metadata={"example": "https://…/t/dXNl…"})
    qr = fields.String(
        required=True, metadata={"example": "data:image/svg+xml;charset=utf-8,…"}
    )


class ShownWindowSchema(Schema):
    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)


class ShownVisitSchema(Schema):
    """`technicians` are named while they are on the way or there, and then only."""

    stage = fields.Enum(Stage, by_value=True, required=True)
    part = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    day = fields.Date(required=True, allow_none=True)
    window = fields.Nested(ShownWindowSchema, required=True, allow_none=True)
    expected_at = fields.AwareDateTime(required=True, allow_none=True)
    arrived_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    technicians = fields.List(fields.String(), required=True)
    reason = fields.Enum(FailureReason, by_value=True, required=True, allow_none=True)


class ShownStepSchema(Schema):
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    state = fields.Enum(StepState, by_value=True, required=True)
    continues = fields.Boolean(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)
    resting_until = fields.AwareDateTime(required=True, allow_none=True)
    visits = fields.List(fields.Nested(ShownVisitSchema), required=True)


class ShownGoodsSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    quantity = fields.Integer(required=True)


class ShownSiteSchema(Schema):
    name = fields.String(required=True, allow_none=True)
    time_zone = fields.String(required=True, metadata={"example": "Asia/Shanghai"})
    goods = fields.List(fields.Nested(ShownGoodsSchema), required=True)
    steps = fields.List(fields.Nested(ShownStepSchema), required=True)


class NextVisitSchema(Schema):
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    site_name = fields.String(required=True, allow_none=True)
    time_zone = fields.String(required=True, metadata={"example": "Asia/Shanghai"})
    visit = fields.Nested(ShownVisitSchema, required=True)


class WhoseTurnSchema(Schema):
    whose = fields.Enum(Whose, by_value=True, required=True)
    why = fields.Enum(Why, by_value=True, required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.Enum(FailureReason, by_value=True, required=True, allow_none=True)


class ShownContactSchema(Schema):
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class CustomerPageSchema(Schema):
    """A project as its customer follows it: no prices, and nobody's data."""

    reference = fields.String(required=True)
    state = fields.Enum(ProjectState, by_value=True, required=True)
    steps_done = fields.Integer(required=True)
    steps_total = fields.Integer(required=True)
    turn = fields.Nested(WhoseTurnSchema, required=True)
    next_visit = fields.Nested(NextVisitSchema, required=True, allow_none=True)
    sites = fields.List(fields.Nested(ShownSiteSchema), required=True)
    contact = fields.Nested(ShownContactSchema, required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)
