"""What runs and proposals look like over HTTP."""

from marshmallow import fields, validate

from app.catalogue.states import WorkKind
from app.dispatch.states import ChangeKind, ChangeOutcome, ProposalState, RunState
from app.visits.schemas import READ, VisitSchema
from app.web.masking import Personal
from app.web.schemas import Day, Integer, Schema, page_of

MOST_DAYS = 14
MOST_SECONDS = 3600
MOST_SEED = 2**31 - 1
MOST_CHANGES = 20_000


class NewRunSchema(Schema):
    """Which days to plan, how many seconds to search, and where chance starts."""

    from_day = Day(required=True)
    days = Integer(least=1, most=MOST_DAYS, load_default=5)
    seconds = Integer(least=1, most=MOST_SECONDS)
    seed = Integer(least=0, most=MOST_SEED, load_default=0)


class ProgressSchema(Schema):
    """Seconds since the start, the best cost so far, and how it came down."""

    elapsed = fields.Float()
    best_cost = fields.Integer(allow_none=True)
    unassigned = fields.Integer(allow_none=True)
    iterations = fields.Integer()
    wave = fields.Integer()
    curve = fields.List(fields.List(fields.Float()))


class RunSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.Enum(RunState, by_value=True, required=True)
    territory_id = fields.Integer(required=True)
    from_day = fields.Date(required=True)
    days = fields.Integer(required=True)
    seconds = fields.Integer(required=True)
    seed = fields.Integer(required=True)
    progress = fields.Nested(ProgressSchema, required=True)
    cancel_requested = fields.Boolean(required=True)
    proposal_id = fields.Integer(required=True, allow_none=True)
    failure = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class WorkloadSchema(Schema):
    technician_id = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    work_seconds = fields.Integer(required=True)
    travel_seconds = fields.Integer(required=True)


class PlanFiguresSchema(Schema):
    """What a plan amounts to within the run's days."""

    visits = fields.Integer(required=True)
    unassigned = fields.Integer(required=True)
    lateness_seconds = fields.Integer(required=True)
    travel_seconds = fields.Integer(required=True)
    technicians = fields.List(fields.Nested(WorkloadSchema), required=True)


class FiguresSchema(Schema):
    before = fields.Nested(PlanFiguresSchema, required=True)
    after = fields.Nested(PlanFiguresSchema, required=True)


class ReasonSchema(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class UnassignedSchema(Schema):
    """A visit that found no place, why, and what would help."""

    visit_id = fields.Integer(required=True)
    work_order_id = fields.Integer(required=True)
    reference = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    project_name = Personal(read=READ, required=True, allow_none=True)
    site_name = Personal(read=READ, required=True, allow_none=True)
    duration_seconds = fields.Integer(required=True)
    priority = fields.String(required=True, allow_none=True)
    part = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    remedies = fields.List(fields.Nested(ReasonSchema), required=True)


class PlanChangeSchema(Schema):
    """One visit of the proposal: where it was, and where it would be."""

    id = fields.Integer(required=True)
    visit_id = fields.Integer(required=True)
    work_order_id = fields.Integer(required=True)
    reference = fields.String(required=True, allow_none=True)
    work_kind = fields.Enum(WorkKind, by_value=True, required=True, allow_none=True)
    project_name = Personal(read=READ, required=True, allow_none=True)
    site_name = Personal(read=READ, required=True, allow_none=True)
    kind = fields.Enum(ChangeKind, by_value=True, required=True)
    technician_ids = fields.List(fields.Integer(), required=True)
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    travel_seconds = fields.Integer(required=True, allow_none=True)
    was_technician_ids = fields.List(fields.Integer(), required=True)
    was_starts_at = fields.AwareDateTime(required=True, allow_none=True)
    was_ends_at = fields.AwareDateTime(required=True, allow_none=True)
    outcome = fields.Enum(ChangeOutcome, by_value=True, required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)


class ViolationSchema(Schema):
    rule = fields.String(required=True)
    detail = fields.String(required=True)
    visit = fields.String(required=True, allow_none=True)


class ProposalSchema(Schema):
    """A run's outcome; `plan_version` is the plan's now, `base_version` was then."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.Enum(ProposalState, by_value=True, required=True)
    run_id = fields.Integer(required=True)
    territory_id = fields.Integer(required=True)
    base_version = fields.Integer(required=True)
    plan_version = fields.Integer(required=True)
    figures = fields.Nested(FiguresSchema, required=True)
    changes = fields.List(fields.Nested(PlanChangeSchema), required=True)
    unassigned = fields.List(fields.Nested(UnassignedSchema), required=True)
    violations = fields.List(fields.Nested(ViolationSchema), required=True)
    created_at = fields.AwareDateTime(required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)


class PublishSchema(Schema):
    """The changes to publish; all of them when left out."""

    change_ids = fields.List(
        Integer(least=1), validate=validate.Length(max=MOST_CHANGES)
    )


class DroppedSchema(Schema):
    change_id = fields.Integer(required=True)
    visit_id = fields.Integer(required=True)
    why = fields.String(required=True)


class PublishedSchema(Schema):
    version = fields.Integer(required=True)
    plan_version = fields.Integer(required=True)
    applied = fields.Integer(required=True)
    dropped = fields.List(fields.Nested(DroppedSchema), required=True)


class DroppedProposalSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    state = fields.Enum(ProposalState, by_value=True, required=True)


RunPageSchema = page_of(RunSchema)


class BoardQuery(Schema):
    """The first day in the territory's own time, and how many."""

    from_day = Day(data_key="from")
    days = Integer(least=1, most=31, load_default=7)


class StretchSchema(Schema):
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class BoardShiftSchema(StretchSchema):
    """A shift; each break is taken somewhere within its stretch."""

    day = fields.Date(required=True)
    breaks = fields.List(fields.Nested(StretchSchema), required=True)


class BoardTechnicianSchema(Schema):
    """Somebody's time; `busy` is work that you may not see more of."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    organisation_id = fields.Integer(required=True)
    shifts = fields.List(fields.Nested(BoardShiftSchema), required=True)
    absences = fields.List(fields.Nested(StretchSchema), required=True)
    busy = fields.List(fields.Nested(StretchSchema), required=True)


class BoardTerritorySchema(Schema):
    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    time_zone = fields.String(required=True)


class PlanSchema(Schema):
    version = fields.Integer(required=True)


class BoardSchema(Schema):
    territory = fields.Nested(BoardTerritorySchema, required=True)
    plan = fields.Nested(PlanSchema, required=True)
    days = fields.List(fields.Date(), required=True)
    technicians = fields.List(fields.Nested(BoardTechnicianSchema), required=True)
    visits = fields.List(fields.Nested(VisitSchema), required=True)
    unassigned = fields.List(fields.Nested(UnassignedSchema), required=True)
