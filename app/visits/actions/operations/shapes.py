"""What each type of operation brings as `data`, and how it is read."""

from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from app.core.errors import InvalidError
from app.visits.states import EvidenceKind, FailureReason
from app.web.inputs import faults_of
from app.web.schemas import MAX_INTEGER, Integer, Point, Schema, Text

MOST_UNITS: Final = 2000


class Nothing(Schema):
    """A type that says all by its name."""


class Placed(Schema):
    """Where the phone was, if it knew."""

    point = fields.Nested(Point, load_default=None, allow_none=True)
    accuracy_m = fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(0, 1_000_000)
    )


class Arrival(Placed):
    reason = Text(most=500, load_default=None, allow_none=True)


class Pause(Schema):
    reason = Text(most=500, required=True)


class Unfinished(Schema):
    model_id = Integer(least=1, required=True)
    quantity = Integer(least=1, most=MOST_UNITS, required=True)


class Failure(Schema):
    reason = fields.Enum(FailureReason, by_value=True, required=True)
    note = Text(least=0, most=2000, load_default="")
    unfinished = fields.List(
        fields.Nested(Unfinished), load_default=list, validate=validate.Length(0, 100)
    )


class Evidence(Schema):
    kind = fields.Enum(EvidenceKind, by_value=True, required=True)
    purpose = Text(most=40, load_default=None, allow_none=True)
    model_id = Integer(least=1, load_default=None, allow_none=True)
    unit = Integer(least=1, most=MOST_UNITS, load_default=None, allow_none=True)
    step_key = Text(most=60, load_default=None, allow_none=True)
    data = fields.Dict(keys=fields.String(), load_default=dict)
    sha256 = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="Not 64 hex digits."),
    )
    size = Integer(least=0, load_default=None, allow_none=True)
    media_type = Text(most=100, load_default=None, allow_none=True)
    amends = fields.UUID(load_default=None, allow_none=True)


class Contact(Schema):
    base = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True), required=True
    )
    values = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True), required=True
    )


class Report(Schema):
    """How the device is; numbers it does not know it leaves out."""

    storage_free = Integer(least=0, most=MAX_INTEGER, load_default=None)
    pending = Integer(least=0, load_default=None)
    app = Integer(least=0, load_default=None)


def read(shape: Schema, data: Any) -> dict[str, Any]:
    """Load an operation's data, or raise with all of its faults."""
    try:
        loaded: dict[str, Any] = shape.load(data)
    except ValidationError as error:
        raise InvalidError(
            "The operation's data has faults; all are listed.",
            faults=faults_of("/data", error.messages),
        ) from None
    return loaded
