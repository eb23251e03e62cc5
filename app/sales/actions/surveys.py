"""Somebody was at the site and notes its figures."""

from collections.abc import Mapping
from typing import Any

from app.core.clock import now
from app.core.errors import Fault, InvalidError
from app.core.transaction import transaction
from app.sales.actions.leads import require_open, tell
from app.sales.models import Lead, Survey
from app.sales.queries import leads as queries
from app.sales.queries import packages
from app.sales.rules.packages import Figure, figure_faults
from app.sales.states import LeadState, move
from app.web.conditional import require_version


def survey_site(
    lead_id: int,
    package_id: int,
    figures: Mapping[str, Any],
    note: str | None,
    version: int,
) -> Lead:
    """The figures that a package asks for are noted; a later survey replaces them."""
    with transaction() as tx:
        lead = queries.for_change(lead_id)
        require_version(lead, version)
        require_open(lead)
        _require_figures(package_id, figures)
        row = tx.session.get(Survey, lead.id) or Survey(lead_id=lead.id)
        row.owner_organisation_id = lead.owner_organisation_id
        row.package_id = package_id
        row.figures = dict(figures)
        row.note = note
        row.surveyed_at = now()
        tx.session.add(row)
        lead.state = move(lead.state, LeadState.SURVEYED)
        lead.lost_reason = None
        lead.version += 1
        tx.session.flush()
        tx.session.refresh(lead)
        tx.session.refresh(row)
        tell(tx, lead, "lead.survey")
    return lead


def _require_figures(package_id: int, figures: Mapping[str, Any]) -> None:
    package = packages.package_or_none(package_id)
    if package is None:
        fault = Fault("/package_id", "unknown_package", "There is no such package.")
        raise InvalidError("The survey has faults.", faults=[fault])
    faults = figure_faults([Figure.of(kept) for kept in package.figures], figures)
    if faults:
        raise InvalidError("The survey has faults; all are listed.", faults=faults)
