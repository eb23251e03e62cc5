"""Who hears of runs, proposals and plans: the organisation that plans."""

from app.core.transaction import Transaction
from app.dispatch.models import Plan, PlanRun, Proposal
from app.web.feed import Change, announce, organisation_scope


def tell_run(tx: Transaction, run: PlanRun) -> None:
    scopes = [organisation_scope(run.owner_organisation_id)]
    announce(tx, scopes, Change("run", run.id, run.version))


def tell_proposal(tx: Transaction, proposal: Proposal) -> None:
    scopes = [organisation_scope(proposal.owner_organisation_id)]
    announce(tx, scopes, Change("proposal", proposal.id, proposal.version))


def tell_plan(tx: Transaction, plan: Plan) -> None:
    scopes = [organisation_scope(plan.owner_organisation_id)]
    announce(tx, scopes, Change("plan", plan.id, plan.version))
