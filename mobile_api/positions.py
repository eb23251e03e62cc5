"""Where technicians are, told by their phones now and then."""

from typing import Any, Final

from marshmallow import fields, validate

from app.technicians import actions
from app.technicians.actions import Heard, Position
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import Integer, Moment, Point, Schema

MOST_POINTS: Final = 500
MOST_METRES: Final = 1_000_000

blueprint = Blueprint(
    "positions", prefix="/mobile/v1", about="Where technicians are, told in batches."
)


class PositionSchema(Point):
    """A place in WGS-84 degrees; the speed is in metres per second."""

    at = Moment(required=True)
    accuracy_m = Integer(least=0, most=MOST_METRES, load_default=None, allow_none=True)
    speed = fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(0, 1000)
    )


class PositionsSchema(Schema):
    points = fields.List(
        fields.Nested(PositionSchema),
        required=True,
        validate=validate.Length(1, MOST_POINTS),
    )


class HeardSchema(Schema):
    """How many were new, known already, or too old or too far ahead to be kept."""

    taken = fields.Integer(required=True)
    known = fields.Integer(required=True)
    ignored = fields.Integer(required=True)


@blueprint.operation(
    "POST",
    "/positions",
    Operation(policy="position:send", answer=HeardSchema, body=PositionsSchema),
)
def send_positions(body: dict[str, Any]) -> Heard:
    """Say where you were; the same position sent again is kept once."""
    return actions.take_positions([Position(**point) for point in body["points"]])
