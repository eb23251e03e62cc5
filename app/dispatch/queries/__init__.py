"""Reads on plans, and the snapshot that a run works on."""

from app.dispatch.queries.board import Board, board
from app.dispatch.queries.names import names_of, references_of
from app.dispatch.queries.plans import (
    changes_of,
    latest_proposal,
    plan_of,
    plan_version,
    proposal,
    proposal_for_update,
    proposal_ids_of,
    proposal_of_run,
    run,
    run_at_work,
    run_for_update,
    runs,
    silent_runs,
    territory_to,
)
from app.dispatch.queries.shown import (
    ShownProposal,
    ShownRun,
    shown_proposal,
    shown_run,
    shown_runs,
)
from app.dispatch.queries.snapshot import horizon_of, snapshot_of
from app.dispatch.queries.ties import booking_of, chains_of

__all__ = [
    "Board",
    "ShownProposal",
    "ShownRun",
    "board",
    "booking_of",
    "chains_of",
    "changes_of",
    "horizon_of",
    "latest_proposal",
    "names_of",
    "plan_of",
    "plan_version",
    "proposal",
    "proposal_for_update",
    "proposal_ids_of",
    "proposal_of_run",
    "references_of",
    "run",
    "run_at_work",
    "run_for_update",
    "runs",
    "shown_proposal",
    "shown_run",
    "shown_runs",
    "silent_runs",
    "snapshot_of",
    "territory_to",
]
