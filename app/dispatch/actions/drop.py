from app.core.transaction import retry_conflicts, transaction
from app.dispatch import queries
from app.dispatch.actions.telling import tell_proposal
from app.dispatch.models import Proposal
from app.dispatch.states import ProposalState, move_proposal
from app.organisations.actions import audit
from app.web.conditional import require_version


@retry_conflicts
def drop(proposal_id: int, version: int | None = None) -> Proposal:
    """Put a proposal aside: the plan stays as it is."""
    with transaction() as tx:
        proposal = queries.proposal_for_update(proposal_id)
        if version is not None:
            require_version(proposal, version)
        proposal.state = move_proposal(proposal.state, ProposalState.DROPPED)
        proposal.version += 1
        owner = proposal.owner_organisation_id
        audit.record(tx, owner, "plan.drop", "proposal", proposal.id)
        tell_proposal(tx, proposal)
    return proposal
