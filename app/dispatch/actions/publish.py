from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update

from app.core.clock import now
from app.core.database import session
from app.core.errors import Fault, InvalidError
from app.core.transaction import Transaction, retry_conflicts, transaction
from app.dispatch import queries
from app.dispatch.actions.standing import Standing, standing_of
from app.dispatch.actions.telling import tell_plan, tell_proposal
from app.dispatch.errors import PlanMovedError, ProposalRefusedError
from app.dispatch.models import Plan, Proposal, ProposalChange
from app.dispatch.rules.publishing import stale
from app.dispatch.states import (
    ChangeKind,
    ChangeOutcome,
    ProposalState,
    move_proposal,
)
from app.organisations.actions import audit
from app.visits import queries as visit_queries
from app.visits.actions import Placement, place_all
from app.visits.models import Visit
from app.visits.rules import Span
from app.web.conditional import require_version


@dataclass(frozen=True, slots=True)
class Dropped:
    change_id: int
    visit_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a proposal's changes."""

    version: int
    plan_version: int
    applied: int
    dropped: list[Dropped] = field(default_factory=list)


@retry_conflicts
def publish(
    proposal_id: int,
    change_ids: Collection[int] | None = None,
    version: int | None = None,
) -> Published:
    """Make a proposal, or the chosen changes of it, the plan.

    Visits that somebody started, pinned or changed since the run looked keep their
    place; what relied on their moving drops out too, and every one is told.

    Raises
    ------
    PlanMovedError
        Another proposal was published since the run looked.
    ProposalRefusedError
        The proposal did not pass its independent check.
    """
    with transaction() as tx:
        queries.proposal(proposal_id)
        changes = queries.changes_of(proposal_id)
        chosen = _chosen(changes, change_ids)
        _lock_technicians(chosen)
        proposal = queries.proposal_for_update(proposal_id)
        if version is not None:
            require_version(proposal, version)
        _require_sound(proposal)
        proposal.state = move_proposal(proposal.state, ProposalState.PUBLISHED)
        plan = _swap_version(proposal)
        visits = visit_queries.visits_to_plan([each.visit_id for each in chosen])
        now_standing = standing_of(chosen, visits)
        dropped = stale(
            now_standing.wishes,
            now_standing.present,
            now_standing.taken,
            now_standing.ties,
            now_standing.refused,
            at=now(),
        )
        _apply(tx, chosen, visits, now_standing, dropped)
        _note(changes, chosen, dropped)
        _close(tx, proposal, plan, len(chosen) - len(dropped))
        return Published(
            proposal.version,
            plan.version,
            len(chosen) - len(dropped),
            [
                Dropped(each.id, each.visit_id, dropped[each.id])
                for each in chosen
                if each.id in dropped
            ],
        )


def _chosen(
    changes: Sequence[ProposalChange], change_ids: Collection[int] | None
) -> list[ProposalChange]:
    known = {each.id for each in changes}
    unknown = sorted(set(change_ids or ()) - known)
    if unknown:
        raise InvalidError(
            "Some changes are not of this proposal.",
            faults=[
                Fault("/change_ids", "unknown_change", f"There is no change {each}.")
                for each in unknown
            ],
        )
    return [
        each
        for each in changes
        if each.kind is not ChangeKind.UNCHANGED
        and (change_ids is None or each.id in change_ids)
    ]


def _lock_technicians(chosen: Sequence[ProposalChange]) -> None:
    people = {
        technician_id
        for each in chosen
        for technician_id in (*each.technician_ids, *each.was_technician_ids)
    }
    visit_queries.lock_technicians(people)


def _require_sound(proposal: Proposal) -> None:
    if proposal.violations:
        first = proposal.violations[0]
        raise ProposalRefusedError(
            f"The check found {len(proposal.violations)} broken rules, the first: "
            f"{first['rule']}: {first['detail']}. Drop this proposal and plan again."
        )


def _swap_version(proposal: Proposal) -> Plan:
    """Raise the plan's version if it is still the one that the run started from."""
    plan: Plan | None = session().scalar(
        update(Plan)
        .where(
            Plan.territory_id == proposal.territory_id,
            Plan.version == proposal.base_version,
        )
        .values(version=Plan.version + 1, published_at=now())
        .returning(Plan),
        execution_options={"populate_existing": True},
    )
    if plan is None:
        present = queries.plan_version(proposal.territory_id)
        raise PlanMovedError(
            f"This proposal starts from plan {proposal.base_version}; plan {present} "
            "was published meanwhile. Plan again, and publish what comes of that."
        )
    return plan


def _apply(
    tx: Transaction,
    chosen: Sequence[ProposalChange],
    visits: dict[int, Visit],
    standing: Standing,
    dropped: dict[int, str],
) -> None:
    placements = [
        Placement(
            visits[each.visit_id],
            standing.crews.get(each.id, ()),
            _span(each),
            each.travel_seconds,
        )
        for each in chosen
        if each.id not in dropped
    ]
    place_all(tx, placements, by_hand=False)


def _span(change: ProposalChange) -> Span | None:
    if change.starts_at is None or change.ends_at is None:
        return None
    return Span(change.starts_at, change.ends_at)


def _note(
    changes: Sequence[ProposalChange],
    chosen: Sequence[ProposalChange],
    dropped: dict[int, str],
) -> None:
    asked = {each.id for each in chosen}
    for each in changes:
        if each.kind is ChangeKind.UNCHANGED:
            continue
        if each.id not in asked:
            each.outcome = ChangeOutcome.LEFT_OUT
        elif each.id in dropped:
            each.outcome, each.why = ChangeOutcome.DROPPED, dropped[each.id]
        else:
            each.outcome = ChangeOutcome.APPLIED


def _close(tx: Transaction, proposal: Proposal, plan: Plan, applied: int) -> None:
    proposal.version += 1
    proposal.published_at = now()
    session().flush()
    audit.record(
        tx,
        proposal.owner_organisation_id,
        "plan.publish",
        "proposal",
        proposal.id,
        {"plan_version": plan.version, "applied": applied},
    )
    tell_proposal(tx, proposal)
    tell_plan(tx, plan)
