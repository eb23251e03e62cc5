"""Orders in, projects out."""

from typing import Any

from app.projects.actions.change_project import Correction, change_project
from app.projects.actions.take_order import create_project
from app.projects.models import Project
from app.projects.queries import projects
from app.projects.schemas import (
    ChangedProjectSchema,
    NewProjectSchema,
    ProjectPageSchema,
    ProjectQuery,
    ProjectSchema,
)
from app.web.blueprint import Blueprint, Operation
from app.web.conditional import etag_of

blueprint = Blueprint("projects", about="Orders, their customers, sites and models.")


@blueprint.operation(
    "GET",
    "/projects",
    Operation(policy="project:read", answer=ProjectPageSchema, query=ProjectQuery),
)
def list_projects(query: dict[str, Any]) -> Any:
    """List the projects you may see, newest first."""
    return projects.projects(query.pop("limit"), query.pop("after", None), **query)


@blueprint.operation(
    "POST",
    "/projects",
    Operation(
        policy="project:create",
        answer=ProjectSchema,
        status=201,
        body=NewProjectSchema,
        refusals={409: "The reference is known, and came with other content."},
    ),
)
@blueprint.alt_response(  # type: ignore[untyped-decorator] # flask-smorest has no types
    200, schema=ProjectSchema, description="Known already."
)
def add_project(body: dict[str, Any]) -> Any:
    """Take an order; its work orders are laid out at once."""
    project, is_new = create_project(body["intake"])
    headers = {
        "ETag": etag_of(project) or "",
        "Location": f"/api/v1/projects/{project.id}",
    }
    return project, 201 if is_new else 200, headers


@blueprint.operation(
    "GET",
    "/projects/<id:project_id>",
    Operation(policy="project:read", answer=ProjectSchema),
)
def read_project(project_id: int) -> Project:
    """Show a project with its sites and the models wanted there."""
    return projects.project(project_id)


@blueprint.operation(
    "PATCH",
    "/projects/<id:project_id>",
    Operation(
        policy="project:change",
        answer=ProjectSchema,
        body=ChangedProjectSchema,
        conditional=True,
    ),
)
def change_project_view(project_id: int, body: dict[str, Any], version: int) -> Project:
    """Correct the name, the customer or the note."""
    customer = body.get("customer", {})
    correction = Correction(
        name=body.get("name"),
        customer_name=customer.get("name"),
        customer_phone=customer.get("phone"),
        customer_email=_given(customer, "email"),
        note=_given(body, "note"),
    )
    return change_project(project_id, correction, version)


def _given(values: dict[str, Any], name: str) -> str | None:
    """Tell a value that is to be removed ("") from one that stays (None)."""
    return (values[name] or "") if name in values else None
