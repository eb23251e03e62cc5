"""The board, runs and proposals over HTTP."""

from typing import Any

from flask import current_app

from app.core.clock import today
from app.dispatch import actions, queries, schemas
from app.dispatch.actions import Published, Wanted
from app.dispatch.models import Proposal
from app.dispatch.queries import Board, ShownProposal, ShownRun
from app.web.blueprint import Blueprint, Operation
from app.web.pagination import Page
from app.web.schemas import PageQuery

blueprint = Blueprint("dispatch", about="The board, and plans made and published.")

MOVED = "The plan moved meanwhile, or the proposal is no longer open."


@blueprint.operation(
    "GET",
    "/territories/<id:territory_id>/board",
    Operation(policy="plan:read", answer=schemas.BoardSchema, query=schemas.BoardQuery),
)
def read_board(territory_id: int, query: dict[str, Any]) -> Board:
    """Show who is where over some days, and what has no place yet."""
    territory = queries.territory_to("plan:read", territory_id)
    from_day = query.get("from_day") or today(territory.time_zone)
    return queries.board(territory_id, from_day, query["days"])


@blueprint.operation(
    "POST",
    "/territories/<id:territory_id>/runs",
    Operation(
        policy="plan:run",
        answer=schemas.RunSchema,
        status=202,
        body=schemas.NewRunSchema,
    ),
)
def request_plan(territory_id: int, body: dict[str, Any]) -> ShownRun:
    """Ask for a plan; a worker makes a proposal of it. One at a time is made."""
    usual = current_app.extensions["paigong-settings"].solver_seconds_default
    wanted = Wanted(
        body["from_day"], body["days"], body.get("seconds", usual), body["seed"]
    )
    return queries.shown_run(actions.request_plan(territory_id, wanted))


@blueprint.operation(
    "GET",
    "/territories/<id:territory_id>/runs",
    Operation(policy="plan:read", answer=schemas.RunPageSchema, query=PageQuery),
)
def list_runs(territory_id: int, query: dict[str, Any]) -> Any:
    """List a territory's runs, the latest first."""
    queries.territory_to("plan:read", territory_id)
    page = queries.runs(territory_id, query["limit"], query.get("after"))
    return Page(queries.shown_runs(page.items), page.next)


@blueprint.operation(
    "GET",
    "/runs/<id:run_id>",
    Operation(policy="plan:read", answer=schemas.RunSchema),
)
def read_run(run_id: int) -> ShownRun:
    """Show how far a run is, and the proposal once there is one."""
    return queries.shown_run(queries.run(run_id))


@blueprint.operation(
    "POST",
    "/runs/<id:run_id>/cancel",
    Operation(policy="plan:cancel", answer=schemas.RunSchema),
)
def cancel_run(run_id: int) -> ShownRun:
    """Stop a run; nothing is proposed. One that is over stays as it is."""
    return queries.shown_run(actions.cancel_run(run_id))


@blueprint.operation(
    "GET",
    "/proposals/<id:proposal_id>",
    Operation(policy="plan:read", answer=schemas.ProposalSchema),
)
def read_proposal(proposal_id: int) -> ShownProposal:
    """Show what a proposal would change, and what found no place and why."""
    return queries.shown_proposal(queries.proposal(proposal_id))


@blueprint.operation(
    "POST",
    "/proposals/<id:proposal_id>/publish",
    Operation(
        policy="plan:publish",
        answer=schemas.PublishedSchema,
        body=schemas.PublishSchema,
        conditional=True,
        refusals={409: MOVED},
    ),
)
def publish_proposal(proposal_id: int, body: dict[str, Any], version: int) -> Published:
    """Make the proposal, or chosen changes of it, the plan."""
    return actions.publish(proposal_id, body.get("change_ids"), version)


@blueprint.operation(
    "POST",
    "/proposals/<id:proposal_id>/drop",
    Operation(
        policy="plan:publish",
        answer=schemas.DroppedProposalSchema,
        conditional=True,
        refusals={409: MOVED},
    ),
)
def drop_proposal(proposal_id: int, version: int) -> Proposal:
    """Put a proposal aside; the plan stays as it is."""
    return actions.drop(proposal_id, version)
