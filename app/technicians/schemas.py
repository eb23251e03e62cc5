"""What territories, technicians and shifts look like over HTTP."""

from typing import Any, ClassVar, Final

from marshmallow import (
    ValidationError,
    fields,
    post_dump,
    post_load,
    validate,
    validates_schema,
)

from app.core.actor import current_actor
from app.technicians.rules import DayPattern, Holding, Pause
from app.technicians.rules.masking import person_for, territory_for, time_for
from app.web.schemas import (
    Day,
    Integer,
    Moment,
    PageQuery,
    Point,
    Schema,
    Seconds,
    Text,
    page_of,
)

CODE: Final = validate.Regexp(
    r"^[a-z0-9][a-z0-9-]*\Z", error="Use small letters, digits and hyphens."
)
CLOCK: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
MOST_DAYS: Final = 62
MOST_GUESTS: Final = 200
HALF_DAY: Final = 12 * 3600


class ClockTime(fields.Time):
    """A local time such as 08:30."""

    def __init__(self, **kw: Any) -> None:
        shown = {"pattern": CLOCK, "example": "08:30"}
        super().__init__(format="%H:%M", metadata=shown, **kw)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> Any:
        validate.Regexp(CLOCK, error="Write a time as 08:30.")(str(value))
        return super()._deserialize(value, attr, data, **kw)


def _organisations() -> fields.List[int]:
    return fields.List(Integer(least=1), validate=validate.Length(max=MOST_GUESTS))


class TerritorySchema(Schema):
    """Where one organisation plans; those of `open_to` may place people there too."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    organisation_id = fields.Integer(attribute="owner_organisation_id", required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    country = fields.String(required=True)
    time_zone = fields.String(required=True)
    centre = fields.Function(
        lambda row: {"lat": row.centre_lat, "lon": row.centre_lon},
        metadata={"type": "object"},
        required=True,
    )
    radius_m = fields.Integer(required=True)
    open_to = fields.List(fields.Integer(), required=True)

    @post_dump
    def _discreet(self, territory: dict[str, Any], **_: Any) -> dict[str, Any]:
        return territory_for(current_actor(), territory)


class ChangedTerritorySchema(Schema):
    """What is left out stays."""

    name = Text()
    name_zh = Text(least=0)
    country = Text(least=2, most=2)
    time_zone = Text(most=64)
    centre = fields.Nested(Point)
    radius_m = Integer(least=100, most=1_000_000)
    open_to = _organisations()


class NewTerritorySchema(Schema):
    organisation_id = Integer(least=1)
    code = Text(required=True, most=40, validate=CODE)
    name = Text(required=True)
    name_zh = Text(load_default="", least=0)
    country = Text(least=2, most=2, load_default="CN")
    time_zone = Text(most=64, load_default="Asia/Shanghai")
    centre = fields.Nested(Point, required=True)
    radius_m = Integer(least=100, most=1_000_000, required=True)
    open_to = _organisations()


class SkillHeldSchema(Schema):
    """A skill at a level; `valid_until` is its last valid day."""

    code = Text(attribute="skill_code", required=True, most=40)
    level = Integer(least=1, most=5, required=True)
    valid_from = Day(load_default=None, allow_none=True)
    valid_until = Day(load_default=None, allow_none=True)

    @post_load
    def _holding(self, data: dict[str, Any], **_: Any) -> Holding:
        return Holding(**data)


class PatternSchema(Schema):
    """The hours of a weekday (0 is Monday); they may end on the next day."""

    weekday = Integer(least=0, most=6, required=True)
    start_time = ClockTime(required=True)
    end_time = ClockTime(required=True)
    break_earliest = ClockTime(load_default=None, allow_none=True)
    break_latest_end = ClockTime(load_default=None, allow_none=True)
    break_seconds = Seconds(load_default=0, most=HALF_DAY)

    @validates_schema
    def _whole_break(self, data: dict[str, Any], **_: Any) -> None:
        given = [data["break_earliest"], data["break_latest_end"]]
        if bool(data["break_seconds"]) != all(given) or any(given) != all(given):
            raise ValidationError(
                "Give the break's earliest start, latest end and seconds, or none.",
                "break_seconds",
            )

    @post_load
    def _pattern(self, data: dict[str, Any], **_: Any) -> DayPattern:
        pause = None
        if data["break_seconds"]:
            pause = Pause(
                data["break_earliest"], data["break_latest_end"], data["break_seconds"]
            )
        return DayPattern(data["weekday"], data["start_time"], data["end_time"], pause)


class TechnicianSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    organisation_id = fields.Integer(attribute="owner_organisation_id", required=True)
    user_id = fields.Integer(required=True, allow_none=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    territory_id = fields.Integer(required=True)
    home = fields.Function(
        lambda row: {"lat": row.home_lat, "lon": row.home_lon},
        metadata={"type": "object"},
        required=True,
    )
    starts_at_home = fields.Boolean(required=True)
    max_overtime_seconds = fields.Integer(required=True)
    capacity_kg = fields.Float(required=True)
    capacity_m3 = fields.Float(required=True)
    speed_percent = fields.Integer(required=True)
    active = fields.Boolean(required=True)
    skills = fields.List(fields.Nested(SkillHeldSchema), required=True)
    patterns = fields.List(fields.Nested(PatternSchema), required=True)

    @post_dump
    def _mask(self, person: dict[str, Any], **_: Any) -> dict[str, Any]:
        return person_for(current_actor(), person)


class _Facts(Schema):
    user_id = Integer(least=1)
    starts_at_home = fields.Boolean()
    max_overtime_seconds = Seconds(most=HALF_DAY)
    capacity_kg = fields.Float(validate=validate.Range(0, 100_000))
    capacity_m3 = fields.Float(validate=validate.Range(0, 1_000))
    speed_percent = Integer(least=10, most=500)


class SkillsSchema(Schema):
    skills = fields.List(
        fields.Nested(SkillHeldSchema), required=True, validate=validate.Length(max=50)
    )


class ShiftsSchema(Schema):
    patterns = fields.List(
        fields.Nested(PatternSchema), required=True, validate=validate.Length(max=7)
    )


class NewTechnicianSchema(_Facts):
    organisation_id = Integer(least=1)
    name = Text(required=True)
    phone = Text(required=True, most=30)
    territory_id = Integer(required=True, least=1)
    home = fields.Nested(Point, required=True)
    skills = fields.List(
        fields.Nested(SkillHeldSchema), validate=validate.Length(max=50)
    )
    patterns = fields.List(
        fields.Nested(PatternSchema), validate=validate.Length(max=7)
    )


class ChangedTechnicianSchema(_Facts):
    """What is left out stays; a technician who leaves is no longer active."""

    name = Text()
    phone = Text(most=30)
    territory_id = Integer(least=1)
    home = fields.Nested(Point)
    active = fields.Boolean()


class TechnicianQuery(PageQuery):
    territory_id = Integer(least=1)
    active = fields.Boolean()


class NewExceptionSchema(Schema):
    """A day off, or a day with hours of its own."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"working": False}

    day = Day(required=True)
    working = fields.Boolean(required=True)
    start_time = ClockTime(load_default=None, allow_none=True)
    end_time = ClockTime(load_default=None, allow_none=True)
    note = Text(load_default="", least=0, most=500)

    @validates_schema
    def _hours(self, data: dict[str, Any], **_: Any) -> None:
        given = [data["start_time"] is not None, data["end_time"] is not None]
        if given != [data["working"]] * 2:
            raise ValidationError(
                "Give both times for a working day and none for a day off.",
                "start_time",
            )


class ExceptionSchema(NewExceptionSchema):
    id = fields.Integer(required=True, dump_only=True)


class NewAbsenceSchema(Schema):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    reason = Text(load_default="", least=0, most=500)


class AbsenceSchema(NewAbsenceSchema):
    id = fields.Integer(required=True, dump_only=True)


class ShiftsQuery(Schema):
    """Both days count; at most 62 days."""

    from_day = Day(required=True, data_key="from")
    to_day = Day(required=True, data_key="to")

    @validates_schema
    def _order(self, data: dict[str, Any], **_: Any) -> None:
        if not 0 <= (data["to_day"] - data["from_day"]).days < MOST_DAYS:
            raise ValidationError(f"Ask for 1 to {MOST_DAYS} days.", "to")


class RestSchema(Schema):
    """A break of `seconds` somewhere between two instants."""

    earliest = fields.AwareDateTime(required=True)
    latest_end = fields.AwareDateTime(required=True)
    seconds = fields.Integer(required=True)


class ShiftSchema(Schema):
    """A span in which the technician can work; overtime ends at `overtime_until`."""

    day = fields.Date(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    overtime_until = fields.AwareDateTime(required=True)
    breaks = fields.List(fields.Nested(RestSchema), required=True)


class TimeSchema(Schema):
    """When somebody works, and what made it so."""

    shifts = fields.List(fields.Nested(ShiftSchema), required=True)
    exceptions = fields.List(fields.Nested(ExceptionSchema), required=True)
    absences = fields.List(fields.Nested(AbsenceSchema), required=True)

    @post_dump(pass_original=True)
    def _mask(self, time: dict[str, Any], row: Any, **_: Any) -> dict[str, Any]:
        return time_for(current_actor(), row["organisation_id"], time)


TerritoryPageSchema = page_of(TerritorySchema)
TechnicianPageSchema = page_of(TechnicianSchema)
