"""What visits look like over HTTP."""

from typing import Final

from marshmallow import fields, validate

from app.catalogue.states import WorkKind
from app.projects.states import Priority, ProjectState
from app.visits.rules.steps import StepState, Whose, Why
from app.visits.states import (
    AttachmentState,
    EvidenceKind,
    FailureReason,
    VisitState,
)
from app.web.masking import Personal, PersonalDegrees, Remark
from app.web.schemas import Integer, Moment, PageQuery, Schema, Seconds, Text, page_of
from app.work_orders.states import WorkOrderState

MOST_CREW = 20
#: What a visit shows of its order is read for this, on the board and in plans too.
READ: Final = "visit:read"
#: Who may read what was recorded may read what was remarked.
EVIDENCE: Final = "visit:evidence"


class SeatSchema(Schema):
    seat = fields.Integer(required=True)
    technician_id = fields.Integer(required=True)


class VisitSchema(Schema):
    """A visit; open ones have no time. What you may not see of its order is null."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.Enum(VisitState, by_value=True, required=True)
    work_order_id = fields.Integer(required=True, attribute="visit.work_order_id")
    project_id = fields.Integer(required=True, attribute="visit.project_id")
    territory_id = fields.Integer(required=True, attribute="visit.territory_id")
    part = fields.Integer(required=True, attribute="visit.part")
    parts = fields.Integer(required=True, attribute="visit.parts")
    duration_seconds = fields.Integer(required=True, attribute="visit.duration_seconds")
    starts_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="visit.starts_at"
    )
    ends_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="visit.ends_at"
    )
    travel_seconds = fields.Integer(
        required=True, allow_none=True, attribute="visit.travel_seconds"
    )
    promise_start = fields.AwareDateTime(
        required=True, allow_none=True, attribute="visit.promise_start"
    )
    promise_end = fields.AwareDateTime(
        required=True, allow_none=True, attribute="visit.promise_end"
    )
    pinned = fields.Boolean(required=True, attribute="visit.pinned")
    human_edited = fields.Boolean(required=True, attribute="visit.human_edited")
    reference = fields.String(required=True, allow_none=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True, allow_none=True)
    priority = fields.Enum(Priority, by_value=True, required=True, allow_none=True)
    project_name = Personal(read=READ, required=True, allow_none=True)
    site_name = Personal(read=READ, required=True, allow_none=True)
    lat = PersonalDegrees(read=READ, required=True, allow_none=True)
    lon = PersonalDegrees(read=READ, required=True, allow_none=True)
    due = fields.AwareDateTime(required=True, allow_none=True)
    seats = fields.List(fields.Nested(SeatSchema), required=True)


def _moment(name: str) -> fields.AwareDateTime:
    return fields.AwareDateTime(required=True, allow_none=True, attribute=name)


class LiveSeatSchema(SeatSchema):
    """How far this member of the crew is, and what they reported."""

    state = fields.Enum(VisitState, by_value=True, required=True)
    acknowledged_at = _moment("acknowledged_at")
    departed_at = _moment("departed_at")
    arrived_at = _moment("arrived_at")
    work_started_at = _moment("work_started_at")
    work_ended_at = _moment("work_ended_at")
    arrival_distance_m = fields.Integer(required=True, allow_none=True)
    arrival_reason = Remark(read=EVIDENCE, required=True, allow_none=True)
    pause_reason = Remark(read=EVIDENCE, required=True, allow_none=True)


class LiveVisitSchema(VisitSchema):
    """A visit with what really happened; times are null until it has."""

    dispatched_at = _moment("visit.dispatched_at")
    acknowledged_at = _moment("visit.acknowledged_at")
    departed_at = _moment("visit.departed_at")
    arrived_at = _moment("visit.arrived_at")
    work_started_at = _moment("visit.work_started_at")
    work_ended_at = _moment("visit.work_ended_at")
    dispatch_reason = Remark(
        read=EVIDENCE, required=True, allow_none=True, attribute="visit.dispatch_reason"
    )
    failure_reason = fields.Enum(
        FailureReason,
        by_value=True,
        required=True,
        allow_none=True,
        attribute="visit.failure_reason",
    )
    failure_note = Remark(
        read=EVIDENCE, required=True, allow_none=True, attribute="visit.failure_note"
    )
    seats = fields.List(fields.Nested(LiveSeatSchema), required=True)


class VisitQuery(PageQuery):
    """Visits that touch the time from `from` until before `to`."""

    work_order_id = Integer(least=1)
    project_id = Integer(least=1)
    territory_id = Integer(least=1)
    since = Moment(data_key="from")
    until = Moment(data_key="to")


class AssignmentSchema(Schema):
    """A whole crew, and when it starts."""

    technician_ids = fields.List(
        Integer(least=1), required=True, validate=validate.Length(1, MOST_CREW)
    )
    starts_at = Moment(required=True)


class SwapSchema(Schema):
    with_visit_id = Integer(least=1, required=True)


class DispatchSchema(Schema):
    """A reason sends the crew off although something is not ready."""

    override_reason = Text(most=500)


class NoShowSchema(Schema):
    note = Text(most=2000, required=True)


class EvidenceSchema(Schema):
    """One thing recorded on site; `data` is as its kind has it."""

    id = fields.Integer(required=True)
    kind = fields.Enum(EvidenceKind, by_value=True, required=True)
    purpose = fields.String(required=True, allow_none=True)
    model_id = fields.Integer(required=True, allow_none=True)
    unit = fields.Integer(required=True, allow_none=True)
    step_key = fields.String(required=True, allow_none=True)
    template_version = fields.Integer(required=True, allow_none=True)
    data = fields.Dict(keys=fields.String(), required=True)
    sha256 = fields.Function(
        lambda row: row.sha256 and row.sha256.hex(),
        required=True,
        metadata={
            "type": ["string", "null"],
            "description": "Of the original bytes, in hexadecimal.",
            "example": "9f86d081" * 8,
        },
    )
    size = fields.Integer(required=True, allow_none=True)
    media_type = fields.String(required=True, allow_none=True)
    amends_id = fields.Integer(required=True, allow_none=True)
    operation_id = fields.UUID(required=True, allow_none=True)
    technician_id = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    received_at = fields.AwareDateTime(required=True)


class AttachmentSchema(Schema):
    """A picture; `sha256` is what evidence names it by, sizes are in pixels."""

    id = fields.Integer(required=True)
    visit_id = fields.Integer(required=True)
    technician_id = fields.Integer(required=True)
    sha256 = fields.Function(
        lambda row: row.sha256.hex(),
        required=True,
        metadata={"type": "string", "example": "9f86d081" * 8},
    )
    state = fields.Enum(AttachmentState, by_value=True, required=True)
    reason = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True)
    received = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class EvidenceQuery(PageQuery):
    """In the order it came in."""


class FindingSchema(Schema):
    """What is missing or out of limits, and what to do about it."""

    code = fields.String(required=True)
    detail = fields.String(required=True)
    remedy = fields.String(required=True)
    model_id = fields.Integer(required=True, allow_none=True)
    step_key = fields.String(required=True, allow_none=True)
    units = fields.List(fields.Integer(), required=True)


class CompletenessSchema(Schema):
    """What an order lacks before it is done, and what would need a waiver."""

    missing = fields.List(fields.Nested(FindingSchema), required=True)
    failing = fields.List(fields.Nested(FindingSchema), required=True)
    is_signed = fields.Boolean(required=True)


class VerificationSchema(Schema):
    """A waiver says why something missing or out of limits is accepted."""

    waiver = Text(most=2000)


class SendBackSchema(Schema):
    """With `revisit_seconds`, another visit of that length is laid out."""

    reason = Text(most=2000, required=True)
    revisit_seconds = Seconds(least=900, most=86_400)


class ProgressVisitSchema(Schema):
    id = fields.Integer(required=True)
    part = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    state = fields.Enum(VisitState, by_value=True, required=True)
    starts_at = _moment("starts_at")
    ends_at = _moment("ends_at")
    promise_start = _moment("promise_start")
    promise_end = _moment("promise_end")
    departed_at = _moment("departed_at")
    arrived_at = _moment("arrived_at")
    work_started_at = _moment("work_started_at")
    work_ended_at = _moment("work_ended_at")
    failure_reason = fields.Enum(
        FailureReason, by_value=True, required=True, allow_none=True
    )


class ProgressStepSchema(Schema):
    """One work order; `resting_until` is passive time that runs before it."""

    work_order_id = fields.Integer(required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    state = fields.Enum(StepState, by_value=True, required=True)
    order_state = fields.Enum(WorkOrderState, by_value=True, required=True)
    follow_up_of_id = fields.Integer(required=True, allow_none=True)
    resting_until = _moment("resting_until")
    done_at = _moment("done_at")
    visits = fields.List(fields.Nested(ProgressVisitSchema), required=True)


class ProgressSiteSchema(Schema):
    site_id = fields.Integer(required=True)
    name = Personal(read=READ, required=True)
    time_zone = fields.String(required=True)
    steps = fields.List(fields.Nested(ProgressStepSchema), required=True)


class TurnSchema(Schema):
    """Who must do something next, why, and until when it rests or is planned."""

    whose = fields.Enum(Whose, by_value=True, required=True)
    why = fields.Enum(Why, by_value=True, required=True)
    until = _moment("until")
    reason = fields.Enum(FailureReason, by_value=True, required=True, allow_none=True)


class ProjectProgressSchema(Schema):
    """A project as steps: what is done, and whose turn it is."""

    project_id = fields.Integer(required=True)
    reference = fields.String(required=True)
    state = fields.Enum(ProjectState, by_value=True, required=True)
    at = fields.AwareDateTime(required=True)
    done = fields.Integer(required=True)
    turn = fields.Nested(TurnSchema, required=True)
    sites = fields.List(fields.Nested(ProgressSiteSchema), required=True)


VisitPageSchema = page_of(VisitSchema)
EvidencePageSchema = page_of(EvidenceSchema)
AttachmentPageSchema = page_of(AttachmentSchema)
