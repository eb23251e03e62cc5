"""Plans, runs and proposals, under both walls."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import current_actor
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.dispatch.models import Plan, PlanRun, Proposal, ProposalChange
from app.dispatch.states import AT_WORK, ProposalState, RunState
from app.technicians.models import Territory
from app.web.pagination import Page, paginate
from app.web.policy import predicate, restrict

T = TypeVar("T")


def _found(row: T | None) -> T:
    if row is None:
        raise NotFoundError
    return row


def plan_of(territory_id: int) -> Plan:
    """Return the territory's plan, which its first run has made."""
    return _found(
        session().scalar(
            select(Plan).where(Plan.territory_id == territory_id),
            execution_options={"populate_existing": True},
        )
    )


def plan_version(territory_id: int) -> int:
    """Return the version of the plan; nothing planned yet is version 1."""
    found = session().scalar(
        select(Plan.version).where(Plan.territory_id == territory_id)
    )
    return found or 1


def _in_reach(
    territory_id: InstrumentedAttribute[int], action: str
) -> ColumnElement[bool]:
    """Rows of the territories in which the actor may do `action`."""
    if current_actor().is_system:
        return true()
    allowed = select(Territory.id).where(predicate(action))
    return territory_id.in_(allowed)


def territory_to(action: str, territory_id: int) -> Territory:
    """Return a territory that the actor may plan in, seen or not."""
    statement = select(Territory).where(Territory.id == territory_id)
    row = _found(session().scalar(restrict(statement, "territory:read")))
    own = session().scalar(restrict(statement, action))
    if own is None:
        raise ForbiddenError("You may see this territory, but not plan in it.")
    return row


def run(run_id: int) -> PlanRun:
    return _found(
        session().scalar(
            select(PlanRun).where(
                PlanRun.id == run_id, _in_reach(PlanRun.territory_id, "plan:read")
            ),
            execution_options={"populate_existing": True},
        )
    )


def run_for_update(run_id: int, action: str = "plan:run") -> PlanRun:
    run(run_id)
    row = session().scalar(
        select(PlanRun)
        .where(PlanRun.id == run_id, _in_reach(PlanRun.territory_id, action))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError("You may see this run, but not change it.")
    return row


def runs(territory_id: int, limit: int, after: str | None) -> Page[PlanRun]:
    return paginate(
        select(PlanRun).where(
            PlanRun.territory_id == territory_id,
            _in_reach(PlanRun.territory_id, "plan:read"),
        ),
        by=[PlanRun.id],
        limit=limit,
        after=after,
        descending=True,
    )


def run_at_work(territory_id: int) -> PlanRun | None:
    return session().scalar(
        select(PlanRun)
        .where(PlanRun.territory_id == territory_id, PlanRun.state.in_(AT_WORK))
        .with_for_update()
    )


def silent_runs(since: datetime) -> Sequence[PlanRun]:
    """Lock the running runs that nobody has worked on since a moment."""
    statement = select(PlanRun).where(
        PlanRun.state == RunState.RUNNING, PlanRun.beat_at <= since
    )
    return session().scalars(statement.with_for_update(skip_locked=True)).all()


def proposal(proposal_id: int) -> Proposal:
    return _found(
        session().scalar(
            select(Proposal).where(
                Proposal.id == proposal_id,
                _in_reach(Proposal.territory_id, "plan:read"),
            ),
            execution_options={"populate_existing": True},
        )
    )


def proposal_for_update(proposal_id: int) -> Proposal:
    proposal(proposal_id)
    row = session().scalar(
        select(Proposal)
        .where(
            Proposal.id == proposal_id,
            _in_reach(Proposal.territory_id, "plan:publish"),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError("You may see this proposal, but not publish it.")
    return row


def proposal_of_run(run_id: int) -> Proposal | None:
    return session().scalar(select(Proposal).where(Proposal.run_id == run_id))


def proposal_ids_of(run_ids: Sequence[int]) -> dict[int, int]:
    rows = session().execute(
        select(Proposal.run_id, Proposal.id).where(Proposal.run_id.in_(run_ids))
    )
    return {row.run_id: row.id for row in rows}


def latest_proposal(
    territory_id: int, state: ProposalState | None = None
) -> Proposal | None:
    statement = select(Proposal).where(Proposal.territory_id == territory_id)
    if state is not None:
        statement = statement.where(Proposal.state == state)
    return session().scalar(statement.order_by(Proposal.id.desc()).limit(1))


def changes_of(proposal_id: int) -> Sequence[ProposalChange]:
    return (
        session()
        .scalars(
            select(ProposalChange)
            .where(ProposalChange.proposal_id == proposal_id)
            .order_by(ProposalChange.starts_at, ProposalChange.id)
        )
        .all()
    )
