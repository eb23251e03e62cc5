"""What visits look like over HTTP."""

from typing import Final

from marshmallow import fields, validate

from app.catalogue.states import WorkKind
from app.projects.states import Priority
from app.visits.states import VisitState
from app.web.masking import Personal, PersonalDegrees
from app.web.schemas import Integer, Moment, PageQuery, Schema, page_of

MOST_CREW = 20
#: What a visit shows of its order is read for this, on the board and in plans too.
READ: Final = "visit:read"


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


VisitPageSchema = page_of(VisitSchema)
