"""What phones and the server say to each other."""

from typing import Any, ClassVar, Final

from marshmallow import fields, post_load, validate

from app.web.schemas import (
    Day,
    FaultSchema,
    Integer,
    Moment,
    Schema,
    Text,
    storable,
)

MOST_OPERATIONS: Final = 100
#: Milliseconds that a clock can count since a boot: a thousand years.
MOST_MS: Final = 31_557_600_000_000
VISIT_ID: Final = "Not the device's stream, nor a visit's: `device` or `visit:7`."

_OPERATION: Final[dict[str, Any]] = {
    "id": "01980c2e-6f5b-7cc1-8f2f-0a6f6a3f2d11",
    "stream": "visit:7",
    "seq": 3,
    "base": 7,
    "type": "visit.arrive",
    "at": "2026-03-02T09:30:00+08:00",
    "mono_ms": 800,
    "data": {"point": {"lat": 31.2304, "lon": 121.4737}, "accuracy_m": 12},
}


class NewDeviceSchema(Schema):
    """A phone to be used; `device` names one in use that needs a new token."""

    label = Text(most=200, required=True)
    app = Integer(least=0, required=True)
    device = Text(most=40, load_default=None, allow_none=True)

    EXAMPLE: ClassVar[dict[str, Any]] = {"label": "Ann's phone", "app": 57}


class MeSchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)


class DeviceSchema(Schema):
    """A phone as its person and its dispatchers see it; `device` is its own name."""

    id = fields.Integer(required=True)
    device = fields.String(required=True, attribute="public_id")
    technician_id = fields.Integer(required=True)
    label = fields.String(required=True)
    app = fields.Integer(required=True)
    registered_at = fields.AwareDateTime(required=True)
    last_seen_at = fields.AwareDateTime(required=True, allow_none=True)
    retired_at = fields.AwareDateTime(required=True, allow_none=True)
    storage_free = fields.Integer(required=True, allow_none=True)
    pending = fields.Integer(required=True, allow_none=True)


class RegisteredSchema(Schema):
    """A device with the bearer token it sends; the token is shown this once."""

    id = fields.Integer(required=True)
    device = fields.String(required=True)
    token = fields.String(required=True)
    technician = fields.Nested(MeSchema, required=True)


class SentOperationSchema(Schema):
    """Something that was done, made on the phone and never changed.

    `seq` counts 1, 2, 3 … within its stream. `base` is the visit's version that the
    person saw. `boot` is needed when it is not the envelope's.
    """

    id = fields.UUID(required=True)
    stream = fields.String(
        required=True,
        validate=validate.Regexp(r"(?:device|visit:[1-9]\d{0,17})\Z", error=VISIT_ID),
        metadata={"example": "visit:7"},
    )
    seq = Integer(least=1, required=True)
    base = Integer(least=0, load_default=None, allow_none=True)
    type = Text(most=60, required=True)
    at = Moment(load_default=None, allow_none=True)
    mono_ms = Integer(least=0, most=MOST_MS, load_default=None, allow_none=True)
    boot = Text(most=80, load_default=None, allow_none=True)
    data = fields.Dict(keys=fields.String(), load_default=dict)

    EXAMPLE = _OPERATION

    @post_load
    def _kept(self, loaded: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A character that no database keeps must not stop a phone's queue."""
        return {**loaded, "data": storable(loaded["data"])}


class SyncSchema(Schema):
    """Who sends, what its clocks say now, how far it knows, and what it did."""

    device = Text(most=40, required=True)
    app = Integer(least=0, required=True)
    boot = Text(most=80, required=True)
    mono_ms = Integer(least=0, most=MOST_MS, required=True)
    now = Moment(required=True)
    cursor = Text(most=60, load_default=None, allow_none=True)
    ops = fields.List(
        fields.Nested(SentOperationSchema),
        load_default=list,
        validate=validate.Length(0, MOST_OPERATIONS),
    )

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "device": "d1",
        "app": 57,
        "boot": "b9",
        "mono_ms": 912,
        "now": "2026-03-02T09:30:05+08:00",
        "cursor": "e1.8812",
        "ops": [_OPERATION],
    }


FATES: Final = ("applied", "merged", "held", "parked", "rejected")


class SyncFirstSchema(Schema):
    """What a duplicate was answered with, or what became of it since."""

    status = fields.String(required=True, validate=validate.OneOf(FATES))
    version = fields.Integer()
    code = fields.String()
    detail = fields.String()
    errors = fields.List(fields.Nested(FaultSchema))


class SyncResultSchema(SyncFirstSchema):
    """The answer to one operation; `version` is the visit's after it."""

    id = fields.UUID(required=True)
    status = fields.String(
        required=True, validate=validate.OneOf((*FATES, "duplicate"))
    )
    first = fields.Nested(SyncFirstSchema)

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": _OPERATION["id"],
        "status": "applied",
        "version": 8,
    }


class SyncChangeSchema(Schema):
    """A visit as it is now, or out of sight; or the later fate of an operation."""

    entity = fields.String(required=True, validate=validate.OneOf(("visit", "op")))
    id = fields.Raw(
        required=True, metadata={"oneOf": [{"type": "integer"}, {"type": "string"}]}
    )
    v = fields.Integer()
    op = fields.String(required=True, validate=validate.OneOf(("put", "gone")))
    data = fields.Dict()

    EXAMPLE: ClassVar[dict[str, Any]] = {"entity": "visit", "id": 2, "op": "gone"}


class SyncedSchema(Schema):
    """Results in the order sent, then changes; ask again at once when `more`."""

    server_now = fields.AwareDateTime(required=True)
    results = fields.List(fields.Nested(SyncResultSchema), required=True)
    changes = fields.List(fields.Nested(SyncChangeSchema), required=True)
    cursor = fields.String(required=True, metadata={"example": "e1.8850"})
    more = fields.Boolean(required=True)
    reset = fields.Boolean(required=True)
    upgrade_required = fields.Boolean(required=True)


class DayQuery(Schema):
    day = Day(required=True, data_key="date")


class VisitDocumentSchema(Schema):
    """A visit with all that is needed on site, without a line to the server."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    reference = fields.String(required=True)
    work_order_id = fields.Integer(required=True)
    priority = fields.String(required=True)
    part = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    duration_seconds = fields.Integer(required=True)
    starts_at = fields.String(required=True, allow_none=True)
    ends_at = fields.String(required=True, allow_none=True)
    travel_seconds = fields.Integer(required=True, allow_none=True)
    promise = fields.Dict(required=True, allow_none=True)
    times = fields.Dict(required=True)
    failure = fields.Dict(required=True, allow_none=True)
    project = fields.Dict(required=True)
    customer = fields.Dict(required=True)
    site = fields.Dict(required=True)
    crew = fields.List(fields.Dict(), required=True)
    lines = fields.List(fields.Dict(), required=True)
    evidence = fields.List(fields.Dict(), required=True)
    before = fields.List(fields.Dict(), required=True)


class DayOfVisitsSchema(Schema):
    """A technician's day, visit by visit."""

    date = fields.Date(required=True)
    technician = fields.Nested(MeSchema, required=True)
    visits = fields.List(fields.Nested(VisitDocumentSchema), required=True)
