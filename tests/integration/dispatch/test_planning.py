from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.dispatch import queries
from app.dispatch.actions import Wanted, publish, request_plan, solve_run
from app.dispatch.models import PlanRun
from app.dispatch.states import ChangeKind, ProposalState, RunState
from app.visits.models import Visit
from app.visits.queries import assignments_of
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from tests.integration.visits.world import MONDAY, Work, World, add_project


def plan(world: World, days: int = 5, seconds: int = 2) -> PlanRun:
    run = request_plan(world.territory_id, Wanted(MONDAY, days, seconds, 1))
    with acting_as(SYSTEM):
        solve_run(run.id)
    return queries.run(run.id)


def test_a_plan_is_made_checked_and_published(dispatching: World) -> None:
    chain = (Work(lag=3600), Work(seconds=7200), Work())
    visits = [visit for _ in range(4) for visit in add_project(dispatching, *chain)]
    run = plan(dispatching)
    assert (run.state, run.failure) == (RunState.DONE, None)
    proposal = queries.proposal_of_run(run.id)
    assert proposal is not None
    assert proposal.violations == []
    assert proposal.unassigned == []
    changes = queries.changes_of(proposal.id)
    assert {change.kind for change in changes} == {ChangeKind.ADDED}
    assert len(changes) == len(visits)
    done = publish(proposal.id)
    assert (done.applied, done.dropped) == (len(visits), [])
    for visit in session().query(Visit).populate_existing():
        assert visit.state is VisitState.PLANNED
        assert len(assignments_of([visit.id])[visit.id]) == 1
    for order in session().query(WorkOrder).populate_existing():
        assert order.state is WorkOrderState.SCHEDULED
    assert queries.proposal(proposal.id).state is ProposalState.PUBLISHED
    assert queries.plan_version(dispatching.territory_id) == 2
