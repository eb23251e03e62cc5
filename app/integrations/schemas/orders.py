"""What orders and their goods look like to the programs that sent them."""

from typing import Any

from marshmallow import fields, post_load, validate

from app.catalogue.states import WorkKind
from app.integrations.actions.goods import Taken, Told
from app.projects.states import ProjectState
from app.web.schemas import Integer, Moment, PageQuery, Schema, Text, page_of
from app.work_orders.states import WorkOrderState

MOST_ITEMS = 200
MOST_UNITS = 10_000


class OrderQuery(PageQuery):
    external_reference = Text(most=100)


class OrderWorkSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    reference = fields.String(required=True)
    site_id = fields.Integer(required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    state = fields.Enum(WorkOrderState, by_value=True, required=True)
    earliest = fields.AwareDateTime(required=True, allow_none=True)


class GoodsSchema(Schema):
    """Goods of one reference, as its last revision told."""

    reference = fields.String(required=True)
    revision = fields.Integer(required=True)
    brand = fields.String(required=True, attribute="model.brand.code")
    model = fields.String(required=True, attribute="model.code")
    quantity = fields.Integer(required=True)
    expected_at = fields.AwareDateTime(required=True, allow_none=True)
    received_quantity = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True, allow_none=True)


class OrderSchema(Schema):
    """How far an order is: its project, the work and the goods; nobody's data."""

    project_id = fields.Integer(required=True, attribute="project.id")
    reference = fields.String(required=True, attribute="project.reference")
    external_reference = fields.String(
        required=True, allow_none=True, attribute="project.external_reference"
    )
    state = fields.Enum(
        ProjectState, by_value=True, required=True, attribute="project.state"
    )
    version = fields.Integer(required=True, attribute="project.version")
    work_orders = fields.List(fields.Nested(OrderWorkSchema), required=True)
    goods = fields.List(fields.Nested(GoodsSchema), required=True)


class ToldSchema(Schema):
    """All that is known of one reference; a higher `revision` replaces it whole."""

    reference = Text(required=True, most=100)
    revision = Integer(required=True, least=0)
    brand = Text(required=True, most=40)
    model = Text(required=True, most=40)
    quantity = Integer(required=True, least=1, most=MOST_UNITS)
    expected_at = Moment(allow_none=True, load_default=None)
    received_quantity = Integer(least=0, most=MOST_UNITS, load_default=0)
    received_at = Moment(allow_none=True, load_default=None)

    @post_load
    def _told(self, body: dict[str, Any], **_: Any) -> Told:
        return Told(**body)


class ToldGoodsSchema(Schema):
    items = fields.List(
        fields.Nested(ToldSchema),
        required=True,
        validate=validate.Length(1, MOST_ITEMS),
    )


class TakenSchema(Schema):
    reference = fields.String(required=True)
    status = fields.Enum(Taken, by_value=True, required=True)


class TakenGoodsSchema(Schema):
    items = fields.List(fields.Nested(TakenSchema), required=True)


class GoodsListSchema(Schema):
    items = fields.List(fields.Nested(GoodsSchema), required=True)


OrderPageSchema = page_of(OrderSchema)
