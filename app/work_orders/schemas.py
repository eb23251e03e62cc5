"""What work orders look like over HTTP."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.catalogue.states import WorkKind
from app.projects.states import Priority
from app.web.masking import Personal, Remark
from app.web.schemas import (
    Integer,
    Moment,
    PageQuery,
    Schema,
    Seconds,
    Text,
    page_of,
)
from app.work_orders.states import DependencyKind, WorkOrderState

READ = "work_order:read"
EVIDENCE = "work_order:evidence"
MOST_CREW = 20
MOST_WINDOWS = 50


class WindowSchema(Schema):
    """Half-open: the work must lie from `start` until before `end`."""

    start = Moment(required=True)
    end = Moment(required=True)

    @validates_schema
    def _forward(self, window: dict[str, Any], **_: Any) -> None:
        if window["end"] <= window["start"]:
            raise ValidationError({"end": ["End the window after it starts."]})


class PredecessorSchema(Schema):
    """What must come before, and the passive time between the two."""

    work_order_id = fields.Integer(required=True, attribute="from_id")
    kind = fields.Enum(DependencyKind, by_value=True, required=True)
    min_lag_seconds = fields.Integer(required=True)
    max_lag_seconds = fields.Integer(required=True, allow_none=True)


class WorkOrderSchema(Schema):
    """One kind of work at one site; durations in seconds, for the whole crew."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    reference = fields.String(required=True)
    project_id = fields.Integer(required=True)
    project_reference = fields.String(required=True, attribute="project.reference")
    project_name = Personal(read=READ, required=True, attribute="project.name")
    site_id = fields.Integer(required=True)
    site_name = Personal(read=READ, required=True, attribute="site.name")
    territory_id = fields.Integer(required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    state = fields.Enum(WorkOrderState, by_value=True, required=True)
    duration_seconds = fields.Integer(required=True)
    setup_seconds = fields.Integer(required=True)
    crew_size = fields.Integer(required=True)
    skills = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Skill code to least level."},
    )
    load_kg = fields.Float(required=True)
    load_m3 = fields.Float(required=True)
    priority = fields.Enum(Priority, by_value=True, required=True)
    windows = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Half-open, as {start, end}; none means any time."},
    )
    earliest = fields.AwareDateTime(required=True, allow_none=True)
    due = fields.AwareDateTime(required=True, allow_none=True)
    after = fields.List(fields.Nested(PredecessorSchema), required=True)
    follow_up_of_id = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The order whose unfinished lines this one carries."},
    )
    verified_at = fields.AwareDateTime(required=True, allow_none=True)
    waiver = Remark(read=EVIDENCE, required=True, allow_none=True)
    sent_back_reason = Remark(read=EVIDENCE, required=True, allow_none=True)


class WorkOrderQuery(PageQuery):
    project_id = Integer(least=1)
    territory_id = Integer(least=1)
    state = fields.Enum(WorkOrderState, by_value=True)
    kind = fields.Enum(WorkKind, by_value=True)


class ChangedWorkOrderSchema(Schema):
    """What a dispatcher may set; what is left out stays."""

    priority = fields.Enum(Priority, by_value=True)
    duration_seconds = Seconds(least=60)
    crew_size = Integer(least=1, most=MOST_CREW)
    windows = fields.List(
        fields.Nested(WindowSchema), validate=validate.Length(max=MOST_WINDOWS)
    )
    earliest = Moment(allow_none=True)
    due = Moment(allow_none=True)


class CancellationSchema(Schema):
    reason = Text(most=500)


WorkOrderPageSchema = page_of(WorkOrderSchema)
