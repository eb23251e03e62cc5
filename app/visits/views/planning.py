"""Visits are read by all who may see them, and planned by dispatchers."""

from datetime import datetime
from typing import Any

from app.visits import actions, queries, schemas
from app.visits.queries import VisitDetail, VisitFilter
from app.visits.views.shared import blueprint
from app.web.blueprint import Operation
from app.web.pagination import Page

BREAKS_RULES = "The crew or the time breaks rules; all of them are listed."


@blueprint.operation(
    "GET",
    "/visits",
    Operation(
        policy="visit:read", answer=schemas.VisitPageSchema, query=schemas.VisitQuery
    ),
)
def list_visits(query: dict[str, Any]) -> Any:
    """List the visits you may see."""
    page = queries.visits(
        VisitFilter(
            work_order_id=query.get("work_order_id"),
            project_id=query.get("project_id"),
            territory_id=query.get("territory_id"),
            since=query.get("since"),
            until=query.get("until"),
        ),
        query["limit"],
        query.get("after"),
    )
    return Page(queries.details(page.items), page.next)


@blueprint.operation(
    "GET",
    "/visits/<id:visit_id>",
    Operation(policy="visit:read", answer=schemas.LiveVisitSchema),
)
def read_visit(visit_id: int) -> VisitDetail:
    """Show a visit and its crew."""
    return queries.detail(queries.readable_visit(visit_id))


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/assign",
    Operation(
        policy="visit:assign",
        answer=schemas.VisitSchema,
        body=schemas.AssignmentSchema,
        conditional=True,
        refusals={422: BREAKS_RULES},
    ),
)
def assign(visit_id: int, body: dict[str, Any], version: int) -> VisitDetail:
    """Give a visit its crew and its start, or others than it had."""
    starts_at: datetime = body["starts_at"]
    return queries.detail(
        actions.assign_visit(visit_id, body["technician_ids"], starts_at, version)
    )


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/unassign",
    Operation(policy="visit:assign", answer=schemas.VisitSchema, conditional=True),
)
def unassign(visit_id: int, version: int) -> VisitDetail:
    """Take the crew and the time off: the visit is open again."""
    return queries.detail(actions.unassign_visit(visit_id, version))


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/swap",
    Operation(
        policy="visit:assign",
        answer=schemas.VisitSchema,
        body=schemas.SwapSchema,
        conditional=True,
        refusals={422: BREAKS_RULES},
    ),
)
def swap(visit_id: int, body: dict[str, Any], version: int) -> VisitDetail:
    """Exchange the crews and the starts of two visits."""
    first, _ = actions.swap_visits(visit_id, body["with_visit_id"], version)
    return queries.detail(first)


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/pin",
    Operation(policy="visit:assign", answer=schemas.VisitSchema, conditional=True),
)
def pin_visit(visit_id: int, version: int) -> VisitDetail:
    """Keep a visit where it is, whatever the next plan would rather."""
    return queries.detail(actions.pin(visit_id, version))


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/unpin",
    Operation(policy="visit:assign", answer=schemas.VisitSchema, conditional=True),
)
def unpin_visit(visit_id: int, version: int) -> VisitDetail:
    """Let the next plan move the visit again."""
    return queries.detail(actions.unpin(visit_id, version))
