"""Reads on offer rules, and which partners a dispatcher knows."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select

from app.core.actor import Role, current_actor
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.organisations.models import Organisation, ProjectGrant
from app.organisations.states import OrganisationKind
from app.partners.models import OfferRule
from app.projects.models import Project
from app.technicians.models import Technician, Territory
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def own_desk() -> int:
    """Return the organisation for which the actor dispatches."""
    own = current_actor().organisation_ids_as(Role.DISPATCHER)
    if not own:
        raise ForbiddenError("Only dispatchers offer work to partners.")
    return own[0]


def rules(limit: int, after: str | None) -> Page[OfferRule]:
    statement = restrict(select(OfferRule), "offer_rule:read")
    return paginate(statement, by=[OfferRule.id], limit=limit, after=after)


def rule_for_change(rule_id: int) -> OfferRule:
    """Lock a rule of one's own organisation."""
    statement = select(OfferRule).where(OfferRule.id == rule_id)
    row = session().scalar(
        restrict(statement, "offer_rule:change").with_for_update(of=OfferRule)
    )
    if row is None:
        raise NotFoundError
    return row


def partners(owner_organisation_id: int) -> Sequence[Organisation]:
    """Return the service partners that an organisation works with.

    Those are let into one of its territories, or take part in one of its projects.
    """
    let_in = select(func.unnest(Territory.open_to)).where(
        Territory.owner_organisation_id == owner_organisation_id
    )
    taking_part = (
        select(ProjectGrant.organisation_id)
        .join(Project, Project.id == ProjectGrant.project_id)
        .where(Project.owner_organisation_id == owner_organisation_id)
    )
    return (
        session()
        .scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.SERVICE_PARTNER,
                Organisation.id != owner_organisation_id,
                or_(Organisation.id.in_(let_in), Organisation.id.in_(taking_part)),
            )
            .order_by(Organisation.id)
        )
        .all()
    )


def known_partner(owner_organisation_id: int, partner_id: int) -> Organisation | None:
    known = {each.id: each for each in partners(owner_organisation_id)}
    return known.get(partner_id)


def own_territory(owner_organisation_id: int, territory_id: int) -> Territory | None:
    return session().scalar(
        select(Territory).where(
            Territory.id == territory_id,
            Territory.owner_organisation_id == owner_organisation_id,
        )
    )


def technicians_of(organisation_id: int, technician_ids: Collection[int]) -> set[int]:
    """Return which of the technicians are an organisation's own."""
    return set(
        session().scalars(
            select(Technician.id).where(
                Technician.id.in_(technician_ids),
                Technician.owner_organisation_id == organisation_id,
            )
        )
    )
