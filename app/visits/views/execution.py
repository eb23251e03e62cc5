"""What happens on site, as dispatchers follow it, and their part in it."""

from typing import Any

from app.visits import queries, schemas
from app.visits.actions.send_off import dispatch_visit, note_no_show
from app.visits.models import VisitEvidence
from app.visits.queries import VisitDetail
from app.visits.queries.steps import ProjectSteps, project_steps
from app.visits.views.shared import blueprint
from app.web.blueprint import Operation
from app.web.pagination import Page


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/dispatch",
    Operation(
        policy="visit:assign",
        answer=schemas.LiveVisitSchema,
        body=schemas.DispatchSchema,
        conditional=True,
        refusals={409: "It waits for something; what, is listed. A reason overrides."},
    ),
)
def dispatch_visit_view(
    visit_id: int, body: dict[str, Any], version: int
) -> VisitDetail:
    """Tell the crew to go; with a reason also when something is not ready."""
    reason = body.get("override_reason")
    return queries.detail(dispatch_visit(visit_id, version, reason))


@blueprint.operation(
    "POST",
    "/visits/<id:visit_id>/no-show",
    Operation(
        policy="visit:assign",
        answer=schemas.LiveVisitSchema,
        body=schemas.NoShowSchema,
        conditional=True,
    ),
)
def note_no_show_view(visit_id: int, body: dict[str, Any], version: int) -> VisitDetail:
    """Note that nobody came: the visit ends, and another order carries its work."""
    return queries.detail(note_no_show(visit_id, body["note"], version))


@blueprint.operation(
    "GET",
    "/visits/<id:visit_id>/evidence",
    Operation(
        policy="visit:evidence",
        answer=schemas.EvidencePageSchema,
        query=schemas.EvidenceQuery,
    ),
)
def list_evidence(visit_id: int, query: dict[str, Any]) -> Page[VisitEvidence]:
    """List what was recorded on a visit, in the order it came in."""
    return queries.evidence_page(visit_id, query["limit"], query.get("after"))


@blueprint.operation(
    "GET",
    "/projects/<id:project_id>/progress",
    Operation(policy="project:read", answer=schemas.ProjectProgressSchema),
)
def read_progress(project_id: int) -> ProjectSteps:
    """Show a project as steps: what is done, what comes next, whose turn it is."""
    return project_steps(project_id)
