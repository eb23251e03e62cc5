"""What figures look like over HTTP."""

from datetime import timedelta
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from app.kpi.definitions import Better, Figure, Unit
from app.web.schemas import Day, Integer, PageQuery, Schema, page_of

#: Two years by week are a hundred points, and as far as a chart can be read.
MOST_DAYS: Final = 731


class FigureQuery(Schema):
    """Days of the sites' own calendars, both included, at most two years."""

    since = Day(required=True)
    until = Day(required=True)
    territory_id = Integer(least=1)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        days = (data["until"] - data["since"]) / timedelta(days=1)
        if not 0 <= days <= MOST_DAYS:
            told = f"The last day must be the first or at most {MOST_DAYS} days later."
            raise ValidationError({"until": [told]})


class CaseQuery(PageQuery, FigureQuery):
    figure = fields.Enum(Figure, by_value=True, required=True)


class WeekSchema(Schema):
    """A week that begins on a Monday; `value` is the parts over the wholes."""

    begins = fields.Date(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    cases = fields.Integer(required=True)
    value = fields.Float(required=True, allow_none=True)


class FigureSchema(Schema):
    """A figure over all of the days, and by week; null where nothing was counted."""

    figure = fields.Enum(Figure, by_value=True, required=True)
    unit = fields.Enum(Unit, by_value=True, required=True)
    better = fields.Enum(Better, by_value=True, required=True)
    meaning = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    cases = fields.Integer(required=True)
    value = fields.Float(required=True, allow_none=True)
    weeks = fields.List(fields.Nested(WeekSchema), required=True)


class AllFiguresSchema(Schema):
    items = fields.List(fields.Nested(FigureSchema), required=True)


class CaseSchema(Schema):
    """A visit or a work order that was counted, with its part and its whole."""

    id = fields.Integer(required=True)
    work_order_id = fields.Integer(required=True)
    project_id = fields.Integer(required=True)
    reference = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


CasePageSchema = page_of(CaseSchema)
