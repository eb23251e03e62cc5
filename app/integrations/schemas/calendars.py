"""Calendars as those see them who give them out."""

from typing import Any

from marshmallow import fields, pre_dump, validate

from app.integrations.queries.calendars import ListedCalendar
from app.integrations.rules.calendars import LANGUAGES
from app.web.schemas import Schema, Text, page_of


class NewCalendarSchema(Schema):
    """`label` says for what; only those see it who give calendars out."""

    label = Text(least=0, load_default="", metadata={"example": "Telephone"})
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class CalendarSchema(Schema):
    """A calendar without its address; `about` names the technician or the project."""

    id = fields.Integer(required=True)
    technician_id = fields.Integer(required=True, allow_none=True)
    project_id = fields.Integer(required=True, allow_none=True)
    about = fields.String(required=True)
    label = fields.String(required=True)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    created_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    last_read_at = fields.AwareDateTime(required=True, allow_none=True)

    @pre_dump
    def _flat(self, data: Any, **_: Any) -> Any:
        return flat(data) if isinstance(data, ListedCalendar) else data


class MadeCalendarSchema(CalendarSchema):
    """With the address for calendar programs, told this once."""

    url = fields.String(
        required=True, metadata={"example": "https://…/calendar/dXNl….ics"}
    )


CalendarPageSchema = page_of(CalendarSchema)


def flat(found: ListedCalendar) -> dict[str, Any]:
    names = set(CalendarSchema().fields) - {"about"}
    shown = {name: getattr(found.calendar, name) for name in names}
    return {**shown, "about": found.about}
