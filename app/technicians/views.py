"""Territories, technicians and their time over HTTP."""

from datetime import timedelta
from typing import Any, Final

from marshmallow import fields

from app.core.clock import now
from app.technicians import actions, queries, schemas
from app.technicians.models import Absence, ShiftException, Technician, Territory
from app.technicians.rules import (
    TechnicianChange,
    TechnicianIntake,
    TerritoryChange,
    TerritoryIntake,
)
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import Integer, Moment, PageQuery, Point, Schema

#: About a day of one position a minute.
MOST_POSITIONS: Final = 1500

blueprint = Blueprint("technicians", about="Territories, technicians, their time")


@blueprint.operation(
    "GET",
    "/territories",
    Operation(
        policy="territory:read", answer=schemas.TerritoryPageSchema, query=PageQuery
    ),
)
def list_territories(query: dict[str, Any]) -> Any:
    """List the territories."""
    return queries.territories(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/territories",
    Operation(
        policy="territory:change",
        answer=schemas.TerritorySchema,
        status=201,
        body=schemas.NewTerritorySchema,
    ),
)
def add_territory(body: dict[str, Any]) -> Territory:
    """Draw a new territory."""
    return actions.add_territory(TerritoryIntake(**_flat(body, "centre")))


@blueprint.operation(
    "GET",
    "/territories/<id:territory_id>",
    Operation(policy="territory:read", answer=schemas.TerritorySchema),
)
def read_territory(territory_id: int) -> Territory:
    """Show one territory."""
    return queries.territory(territory_id)


@blueprint.operation(
    "PATCH",
    "/territories/<id:territory_id>",
    Operation(
        policy="territory:change",
        answer=schemas.TerritorySchema,
        body=schemas.ChangedTerritorySchema,
        conditional=True,
    ),
)
def change_territory(
    territory_id: int, body: dict[str, Any], version: int
) -> Territory:
    """Name or draw a territory anew."""
    change = TerritoryChange(**_flat(body, "centre"))
    return actions.change_territory(territory_id, change, version=version)


@blueprint.operation(
    "GET",
    "/technicians",
    Operation(
        policy="technician:read",
        answer=schemas.TechnicianPageSchema,
        query=schemas.TechnicianQuery,
    ),
)
def list_technicians(query: dict[str, Any]) -> Any:
    """List the technicians you may see."""
    wanted = {"after": None, "territory_id": None, "active": None, **query}
    return queries.technicians(**wanted)


@blueprint.operation(
    "POST",
    "/technicians",
    Operation(
        policy="technician:change",
        answer=schemas.TechnicianSchema,
        status=201,
        body=schemas.NewTechnicianSchema,
    ),
)
def add_technician(body: dict[str, Any]) -> Technician:
    """Take a technician in."""
    territory = body.pop("territory_id")
    facts = _flat(body, "home")
    return actions.add_technician(TechnicianIntake(territory=territory, **facts))


@blueprint.operation(
    "GET",
    "/technicians/<id:technician_id>",
    Operation(policy="technician:read", answer=schemas.TechnicianSchema),
)
def read_technician(technician_id: int) -> Technician:
    """Show one technician."""
    return queries.technician(technician_id)


@blueprint.operation(
    "PATCH",
    "/technicians/<id:technician_id>",
    Operation(
        policy="technician:change",
        answer=schemas.TechnicianSchema,
        body=schemas.ChangedTechnicianSchema,
        conditional=True,
    ),
)
def change_technician(
    technician_id: int, body: dict[str, Any], version: int
) -> Technician:
    """Change something about a technician."""
    change = TechnicianChange(**_flat(body, "home"))
    return actions.change_technician(technician_id, change, version=version)


@blueprint.operation(
    "PUT",
    "/technicians/<id:technician_id>/skills",
    Operation(
        policy="technician:change",
        answer=schemas.TechnicianSchema,
        body=schemas.SkillsSchema,
        conditional=True,
    ),
)
def set_skills(technician_id: int, body: dict[str, Any], version: int) -> Technician:
    """Set a technician's skills and certificates."""
    return actions.set_skills(technician_id, body["skills"], version=version)


@blueprint.operation(
    "PUT",
    "/technicians/<id:technician_id>/shifts",
    Operation(
        policy="technician:change",
        answer=schemas.TechnicianSchema,
        body=schemas.ShiftsSchema,
        conditional=True,
    ),
)
def set_shifts(technician_id: int, body: dict[str, Any], version: int) -> Technician:
    """Set a technician's weekly hours."""
    return actions.set_shifts(technician_id, body["patterns"], version=version)


@blueprint.operation(
    "GET",
    "/technicians/<id:technician_id>/shifts",
    Operation(
        policy="technician:read", answer=schemas.TimeSchema, query=schemas.ShiftsQuery
    ),
)
def read_shifts(technician_id: int, query: dict[str, Any]) -> Any:
    """Show when a technician can work, absences cut out."""
    person = queries.technician(technician_id)
    span = ([technician_id], query["from_day"], query["to_day"])
    return {
        "organisation_id": person.owner_organisation_id,
        "shifts": queries.shifts_between(*span),
        "exceptions": queries.exceptions_between(*span),
        "absences": queries.absences_between(*span),
    }


@blueprint.operation(
    "POST",
    "/technicians/<id:technician_id>/exceptions",
    Operation(
        policy="technician:change",
        answer=schemas.ExceptionSchema,
        status=201,
        body=schemas.NewExceptionSchema,
    ),
)
def set_exception(technician_id: int, body: dict[str, Any]) -> ShiftException:
    """Give one day hours of its own, or none."""
    hours = (body["start_time"], body["end_time"]) if body["working"] else None
    return actions.set_exception(technician_id, body["day"], hours, body["note"])


@blueprint.operation(
    "DELETE",
    "/technicians/<id:technician_id>/exceptions/<id:exception_id>",
    Operation(policy="technician:change", status=204),
)
def remove_exception(technician_id: int, exception_id: int) -> Any:
    """Let a day be like its weekday again."""
    actions.remove_exception(technician_id, exception_id)
    return ""


@blueprint.operation(
    "POST",
    "/technicians/<id:technician_id>/absences",
    Operation(
        policy="technician:change",
        answer=schemas.AbsenceSchema,
        status=201,
        body=schemas.NewAbsenceSchema,
    ),
)
def add_absence(technician_id: int, body: dict[str, Any]) -> Absence:
    """Note that a technician will be away."""
    return actions.add_absence(technician_id, **body)


@blueprint.operation(
    "DELETE",
    "/technicians/<id:technician_id>/absences/<id:absence_id>",
    Operation(policy="technician:change", status=204),
)
def remove_absence(technician_id: int, absence_id: int) -> Any:
    """Take an absence back."""
    actions.remove_absence(technician_id, absence_id)
    return ""


class SinceQuery(Schema):
    """The newest positions since a moment; without one, of the last day."""

    since = Moment()
    limit = Integer(least=1, most=MOST_POSITIONS, load_default=MOST_POSITIONS)


class PlaceSchema(Point):
    """Where a phone was, in WGS-84 degrees; the speed is in metres per second."""

    at = fields.AwareDateTime(required=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    speed = fields.Float(required=True, allow_none=True)


class PlacesSchema(Schema):
    items = fields.List(fields.Nested(PlaceSchema), required=True)


@blueprint.operation(
    "GET",
    "/technicians/<id:technician_id>/positions",
    Operation(policy="position:read", answer=PlacesSchema, query=SinceQuery),
)
def list_positions(technician_id: int, query: dict[str, Any]) -> Any:
    """Show where a technician of yours was, in order of time."""
    since = query.get("since") or now() - timedelta(days=1)
    return {"items": queries.positions_of(technician_id, since, query["limit"])}


def _flat(body: dict[str, Any], place: str) -> dict[str, Any]:
    """Turn `{place: {lat, lon}}` into two facts."""
    point = body.pop(place, None)
    if point is not None:
        body[f"{place}_lat"], body[f"{place}_lon"] = point["lat"], point["lon"]
    return body
