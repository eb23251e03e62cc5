"""Runs and proposals as they are shown: names beside numbers, the plan as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import inspect

from app.dispatch.models import PlanRun, Proposal, ProposalChange
from app.dispatch.queries.names import references_of
from app.dispatch.queries.plans import changes_of, plan_version, proposal_ids_of
from app.visits import queries as visit_queries

_NAMELESS: Final = {"work_kind": None, "project_name": None, "site_name": None}
_COLUMNS: Final = tuple(each.key for each in inspect(ProposalChange).column_attrs)


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run with the proposal that came of it."""

    run: PlanRun
    proposal_id: int | None

    @property
    def version(self) -> int:
        return self.run.version

    def __getattr__(self, name: str) -> Any:
        return getattr(self.run, name)


def shown_runs(runs: Sequence[PlanRun]) -> list[ShownRun]:
    proposals = proposal_ids_of([run.id for run in runs])
    return [ShownRun(run, proposals.get(run.id)) for run in runs]


def shown_run(run: PlanRun) -> ShownRun:
    return shown_runs([run])[0]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal with its changes and the unassigned, by name."""

    proposal: Proposal
    plan_version: int
    figures: dict[str, Any]
    changes: list[dict[str, Any]]
    unassigned: list[dict[str, Any]]

    @property
    def version(self) -> int:
        return self.proposal.version

    def __getattr__(self, name: str) -> Any:
        return getattr(self.proposal, name)


def shown_proposal(proposal: Proposal) -> ShownProposal:
    changes = changes_of(proposal.id)
    visit_ids = [change.visit_id for change in changes]
    references, names = references_of(visit_ids), _names(visit_ids)
    return ShownProposal(
        proposal,
        plan_version(proposal.territory_id),
        {key: _figures(value) for key, value in proposal.figures.items()},
        [
            {
                **{name: getattr(each, name) for name in _COLUMNS},
                "reference": references.get(each.visit_id),
                **names.get(each.visit_id, _NAMELESS),
            }
            for each in changes
        ],
        unassigned_shown(proposal.unassigned),
    )


def _names(visit_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    visits = visit_queries.visits_by_id(visit_ids)
    return {
        each.id: {
            "work_kind": each.kind,
            "project_name": each.project_name,
            "site_name": each.site_name,
        }
        for each in visit_queries.details(list(visits.values()))
    }


def _figures(stored: dict[str, Any]) -> dict[str, Any]:
    """Turn the object keyed by technician into a list."""
    people = stored["technicians"]
    return {
        **stored,
        "technicians": [
            {"technician_id": int(key), **load} for key, load in people.items()
        ],
    }


def unassigned_shown(stored: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add what people know the visits by; one that is gone since is left out."""
    visits = visit_queries.visits_by_id([each["visit_id"] for each in stored])
    details = {each.id: each for each in visit_queries.details(list(visits.values()))}
    return [
        {
            **each,
            "reference": detail.reference,
            "kind": detail.kind,
            "project_name": detail.project_name,
            "site_name": detail.site_name,
            "duration_seconds": detail.visit.duration_seconds,
            "priority": detail.priority,
            "part": detail.visit.part,
            "parts": detail.visit.parts,
        }
        for each in stored
        if (detail := details.get(each["visit_id"])) is not None
    ]
