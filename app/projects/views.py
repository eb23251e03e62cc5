"""Orders in, projects out."""

from typing import Any

from app.projects.actions.agreed_quotes import quote_project_change
from app.projects.actions.change_project import Correction, change_project
from app.projects.actions.import_file import (
    commit_import,
    discard_import,
    preview_import,
)
from app.projects.actions.take_order import create_project
from app.projects.models import Import, Project
from app.projects.queries import imports, projects
from app.projects.schemas import (
    ChangedProjectSchema,
    ImportPageSchema,
    ImportRowPageSchema,
    ImportRowQuery,
    ImportSchema,
    NewProjectSchema,
    ProjectPageSchema,
    ProjectQuery,
    ProjectSchema,
    UploadSchema,
)
from app.sales.models import Quote
from app.sales.schemas.quotes import NewChangeSchema, QuoteSchema
from app.web.blueprint import Blueprint, Operation
from app.web.conditional import etag_of
from app.web.schemas import PageQuery

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
        also={200: "Known already."},
        refusals={409: "The reference is known, and came with other content."},
    ),
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


@blueprint.operation(
    "POST",
    "/projects/<id:project_id>/quotes",
    Operation(
        policy="project:change",
        answer=QuoteSchema,
        status=201,
        body=NewChangeSchema,
        refusals={409: "The project is not under way."},
    ),
)
def quote_change(project_id: int, body: dict[str, Any]) -> Quote:
    """Price a change of a project; it is worked on once the customer accepts it."""
    return quote_project_change(project_id, body["site_id"], body["asked"])


@blueprint.operation(
    "POST",
    "/imports",
    Operation(
        policy="import:create",
        answer=ImportSchema,
        status=201,
        files=UploadSchema,
        refusals={422: "The file as a whole cannot be read; how to mend it is listed."},
    ),
)
def preview_import_view(files: dict[str, Any]) -> Import:
    """Show what would become of each row of a file; nothing is taken in yet."""
    upload = files["file"]
    data = upload.read()
    # An Idempotency-Key is kept with a hash of the file, which is read again for it.
    upload.seek(0)
    return preview_import(files["kind"], upload.filename or "", data)


@blueprint.operation(
    "GET",
    "/imports",
    Operation(policy="import:read", answer=ImportPageSchema, query=PageQuery),
)
def list_imports(query: dict[str, Any]) -> Any:
    """List your imports, newest first."""
    return imports.imports(query["limit"], query.get("after"))


@blueprint.operation(
    "GET",
    "/imports/<id:import_id>",
    Operation(policy="import:read", answer=ImportSchema),
)
def read_import(import_id: int) -> Import:
    """Show how far an import got."""
    return imports.import_(import_id)


@blueprint.operation(
    "GET",
    "/imports/<id:import_id>/rows",
    Operation(policy="import:read", answer=ImportRowPageSchema, query=ImportRowQuery),
)
def list_import_rows(import_id: int, query: dict[str, Any]) -> Any:
    """List the rows of an import with every fault, in the order of the sheet."""
    limit, after = query["limit"], query.get("after")
    return imports.rows(import_id, limit, after, outcome=query.get("outcome"))


@blueprint.operation(
    "POST",
    "/imports/<id:import_id>/commit",
    Operation(policy="import:commit", answer=ImportSchema, status=202),
)
def commit_import_view(import_id: int) -> Import:
    """Have the good rows taken in; the feed tells how far it got."""
    return commit_import(import_id)


@blueprint.operation(
    "POST",
    "/imports/<id:import_id>/discard",
    Operation(policy="import:commit", answer=ImportSchema),
)
def discard_import_view(import_id: int) -> Import:
    """Forget a file that was only shown."""
    return discard_import(import_id)
