"""Visits for whoever holds a calendar's address."""

import hashlib
from http import HTTPStatus
from typing import Final

from flask import Response, request

from app.integrations.actions.calendars import open_calendar
from app.integrations.queries.calendars import OpenedCalendar, visits_of
from app.integrations.rules.calendars import (
    CalendarVisit,
    customers_events,
    technicians_events,
)
from app.portal.calendar_file import write
from app.portal.entry import HEADERS, caller
from app.web.blueprint import Blueprint, Operation

MEDIA: Final = "text/calendar"
#: Counted up when the same visits are written otherwise.
_FORM: Final = 1
_EXAMPLE: Final = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…\r\nEND:VCALENDAR\r\n"
blueprint: Final = Blueprint(
    "calendar_files", prefix="", about="Visits, for whoever holds a calendar's address."
)


def _sealed(answer: Response) -> Response:
    """Let the program that asks keep it, and nobody on the way."""
    answer.headers.update(HEADERS)
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        answer.headers["Cache-Control"] = "private, no-cache"
    return answer


blueprint.after_request(_sealed)


@blueprint.operation(
    "GET",
    "/calendar/<secret:calendar_token>.ics",
    Operation(
        policy="calendar:open",
        media=MEDIA,
        example=_EXAMPLE,
        headers=(("If-None-Match", "The ETag of what you have.", '"0"'),),
        also={304: "It is as you have it."},
        refusals={
            404: "The address is unknown or revoked; which, is not told.",
            429: "Too many links that open nothing came from your address.",
        },
    ),
)
def read_calendar(calendar_token: str) -> Response:
    """Show the visits of a technician or a project, for a calendar program."""
    opened = open_calendar(calendar_token, caller())
    visits = visits_of(calendar_token)
    tag = _tag(opened, visits)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        tell = customers_events if opened.is_of_project else technicians_events
        body = write(opened.about, opened.calendar_id, opened.language, tell(visits))
        answer = Response(body, content_type=f"{MEDIA}; charset=utf-8")
    answer.set_etag(tag)
    return answer


def _tag(opened: OpenedCalendar, visits: list[CalendarVisit]) -> str:
    facts = (_FORM, opened.calendar_id, opened.about, opened.language, visits)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]
