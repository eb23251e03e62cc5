"""Proposals written by hand, for tests of what becomes of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.dispatch import queries
from app.dispatch.models import Plan, PlanRun, Proposal, ProposalChange
from app.dispatch.states import ChangeKind, ProposalState, RunState
from app.visits.models import Visit
from app.visits.queries import assignments_of
from tests.integration.visits.world import MONDAY, World

Wished = tuple[Sequence[int], datetime] | None
EMPTY = {
    "visits": 0,
    "unassigned": 0,
    "lateness_seconds": 0,
    "travel_seconds": 0,
    "technicians": {},
}


def proposal_of(
    world: World,
    wishes: Mapping[int, Wished],
    violations: Sequence[Mapping[str, object]] = (),
) -> int:
    """Write a proposal that moves visits (by id) to a crew and a start, or off."""
    with acting_as(SYSTEM), transaction():
        owner = world.organisation_id
        session().execute(
            insert(Plan)
            .values(
                territory_id=world.territory_id, owner_organisation_id=owner, version=1
            )
            .on_conflict_do_nothing()
        )
        run = PlanRun(
            territory_id=world.territory_id,
            owner_organisation_id=owner,
            state=RunState.DONE,
            from_day=MONDAY,
            days=5,
            seconds=1,
            seed=0,
            finished_at=now(),
        )
        session().add(run)
        session().flush()
        proposal = Proposal(
            run_id=run.id,
            territory_id=world.territory_id,
            owner_organisation_id=owner,
            base_version=queries.plan_version(world.territory_id),
            state=ProposalState.OPEN,
            solution={},
            figures={"before": EMPTY, "after": EMPTY},
            unassigned=[],
            violations=[dict(each) for each in violations],
        )
        session().add(proposal)
        session().flush()
        session().add_all(_change(proposal, *each) for each in wishes.items())
        return proposal.id


def _change(proposal: Proposal, visit_id: int, wished: Wished) -> ProposalChange:
    visit = session().get_one(Visit, visit_id, populate_existing=True)
    crew = [row.technician_id for row in assignments_of([visit_id])[visit_id]]
    kind = ChangeKind.REMOVED
    if wished is not None:
        kind = ChangeKind.MOVED if crew else ChangeKind.ADDED
    people, start = wished or ((), None)
    length = timedelta(seconds=visit.duration_seconds)
    return ProposalChange(
        proposal_id=proposal.id,
        owner_organisation_id=proposal.owner_organisation_id,
        visit_id=visit_id,
        work_order_id=visit.work_order_id,
        kind=kind,
        visit_version=visit.version,
        technician_ids=list(people),
        starts_at=start,
        ends_at=start + length if start else None,
        travel_seconds=600 if start else None,
        was_technician_ids=crew,
        was_starts_at=visit.starts_at,
        was_ends_at=visit.ends_at,
    )
