"""Calendars: given for a technician or a project, told once, revoked at once."""

from typing import Any

from flask import current_app

from app.integrations.actions import calendars as actions
from app.integrations.actions.calendars import MadeCalendar
from app.integrations.queries import calendars as queries
from app.integrations.queries.calendars import ListedCalendar
from app.integrations.schemas import calendars as schemas
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import PageQuery

blueprint = Blueprint("calendars", about="Visits for calendar programs.")


@blueprint.operation(
    "GET",
    "/calendars",
    Operation(
        policy="calendar:read", answer=schemas.CalendarPageSchema, query=PageQuery
    ),
)
def list_calendars(query: dict[str, Any]) -> Any:
    """List the calendars you may revoke, newest first, without their addresses."""
    return queries.calendars(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/technicians/<id:technician_id>/calendars",
    Operation(
        policy="technician:subscribe",
        answer=schemas.MadeCalendarSchema,
        status=201,
        body=schemas.NewCalendarSchema,
        secret=True,
    ),
)
def give_technicians_calendar(technician_id: int, body: dict[str, Any]) -> Any:
    """Give out a technician's visits as a calendar; its address is told this once."""
    return _with_address(actions.give_technicians(technician_id, **body))


@blueprint.operation(
    "POST",
    "/projects/<id:project_id>/calendars",
    Operation(
        policy="project:subscribe",
        answer=schemas.MadeCalendarSchema,
        status=201,
        body=schemas.NewCalendarSchema,
        secret=True,
    ),
)
def give_projects_calendar(project_id: int, body: dict[str, Any]) -> Any:
    """Give out a project's visits as a calendar; its address is told this once."""
    return _with_address(actions.give_projects(project_id, **body))


@blueprint.operation(
    "POST",
    "/calendars/<id:calendar_id>/revoke",
    Operation(policy="calendar:revoke", answer=schemas.CalendarSchema),
)
def revoke_calendar(calendar_id: int) -> ListedCalendar:
    """Revoke a calendar; from the next request on its address opens nothing."""
    return actions.revoke_calendar(calendar_id)


def _with_address(made: MadeCalendar) -> dict[str, Any]:
    home = current_app.extensions["paigong-settings"].public_url.rstrip("/")
    return {**schemas.flat(made.listed), "url": f"{home}/calendar/{made.token}.ics"}
