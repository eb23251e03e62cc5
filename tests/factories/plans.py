"""A finished run with an open proposal."""

from dataclasses import dataclass

from app.core.clock import now
from app.core.database import session
from app.dispatch.models import Plan, PlanRun, Proposal
from app.dispatch.states import ProposalState, RunState

#: What a plan without visits amounts to.
EMPTY = {
    "visits": 0,
    "unassigned": 0,
    "lateness_seconds": 0,
    "travel_seconds": 0,
    "technicians": {},
}


@dataclass(frozen=True, slots=True)
class Planned:
    run_id: int
    proposal_id: int


def make_plan(organisation_id: int, territory_id: int) -> Planned:
    owned = {"territory_id": territory_id, "owner_organisation_id": organisation_id}
    run = PlanRun(
        **owned,
        state=RunState.DONE,
        from_day=now().date(),
        days=1,
        seconds=5,
        seed=1,
    )
    session().add_all([Plan(**owned), run])
    session().flush()
    proposal = Proposal(
        **owned,
        run_id=run.id,
        base_version=1,
        state=ProposalState.OPEN,
        solution={},
        figures={"before": EMPTY, "after": EMPTY},
    )
    session().add(proposal)
    session().flush()
    return Planned(run.id, proposal.id)
