"""What a run found becomes a proposal, checked before anybody sees it."""

from dataclasses import asdict
from typing import Any

from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.actions.telling import tell_proposal, tell_run
from app.dispatch.bridge.planning import Run
from app.dispatch.bridge.process import CancelledError
from app.dispatch.bridge.proof import violations
from app.dispatch.bridge.travelling import drives
from app.dispatch.models import PlanRun, Proposal, ProposalChange
from app.dispatch.rules.difference import Change, changes, figures, present
from app.dispatch.rules.facts import Snapshot
from app.dispatch.rules.reasons import Names, hindered, left_out
from app.dispatch.states import ProposalState, RunState, move_run
from app.technicians import queries as technicians


def propose(run_id: int, attempt: int, found: Run) -> None:
    """Store the run's outcome as a proposal; the run is done."""
    problem, solution = found.whole()
    wrong = violations(problem, solution)
    to_visit = drives(found.snapshot, found.bookings).to_visit
    with transaction() as tx:
        run = queries.run_for_update(run_id)
        if run.attempt != attempt or run.state is not RunState.RUNNING:
            return
        if run.cancel_requested:
            raise CancelledError
        zone = technicians.territory(run.territory_id).time_zone
        names = queries.names_of(found.snapshot, zone)
        proposal = _proposal(run, found, names)
        proposal.solution, proposal.violations = solution, wrong
        session().add(proposal)
        session().flush()
        session().add_all(
            _row(proposal, change, to_visit.get(change.visit_id))
            for change in changes(found.snapshot.tasks, found.bookings)
        )
        run.problem = problem
        run.progress = _last(run, found, solution)
        run.state = move_run(run.state, RunState.DONE)
        run.finished_at = now()
        run.version += 1
        tell_run(tx, run)
        tell_proposal(tx, proposal)


def _proposal(run: PlanRun, found: Run, names: Names) -> Proposal:
    snapshot = found.snapshot
    return Proposal(
        run_id=run.id,
        territory_id=run.territory_id,
        owner_organisation_id=run.owner_organisation_id,
        base_version=snapshot.base_version,
        state=ProposalState.OPEN,
        figures=_figures(snapshot, found),
        unassigned=_unassigned(found, names),
    )


def _figures(snapshot: Snapshot, found: Run) -> dict[str, Any]:
    """Compare both plans by the same measure, the optimiser's own left aside."""
    now_planned = present(snapshot)
    return {
        name: asdict(figures(snapshot, plan, drives(snapshot, plan).by_technician))
        for name, plan in (("before", now_planned), ("after", found.bookings))
    }


def _unassigned(found: Run, names: Names) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for task in found.snapshot.tasks:
        key = task.visit_id
        if key in found.placed:
            continue
        why = (
            hindered(found.hindered[key], names)
            if key in found.hindered
            else left_out(found.left_out[key], names)
        )
        told.append({"visit_id": key, "work_order_id": task.work_order_id, **why})
    return told


def _row(proposal: Proposal, change: Change, travel: int | None) -> ProposalChange:
    will, was = change.will, change.was
    return ProposalChange(
        proposal_id=proposal.id,
        owner_organisation_id=proposal.owner_organisation_id,
        visit_id=change.visit_id,
        work_order_id=change.work_order_id,
        kind=change.kind,
        visit_version=change.visit_version,
        technician_ids=list(will.technician_ids) if will else [],
        starts_at=will.span.start if will else None,
        ends_at=will.span.end if will else None,
        travel_seconds=travel if will else None,
        was_technician_ids=list(was.technician_ids) if was else [],
        was_starts_at=was.span.start if was else None,
        was_ends_at=was.span.end if was else None,
    )


def _last(run: PlanRun, found: Run, solution: dict[str, Any]) -> dict[str, Any]:
    return {
        **run.progress,
        "elapsed": round(found.elapsed, 2),
        "best_cost": solution["cost"],
        "unassigned": len(solution["unassigned"]),
        "iterations": found.iterations,
        "curve": [
            *run.progress.get("curve", []),
            [round(found.elapsed, 2), solution["cost"]],
        ],
    }
