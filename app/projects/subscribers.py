"""Which projects, their parts and imports a scope means; the job of imports."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor, Role
from app.core.events import subscribe
from app.core.jobs import job
from app.organisations.models import ProjectGrant
from app.projects.actions import agreed_quotes
from app.projects.actions.import_file import JOB, carry_out
from app.projects.models import CustomerLink, Import, Project, ProjectLine, Site
from app.projects.queries.granted import granted_lines, granted_sites
from app.sales.events import QuoteAccepted, QuoteSent
from app.web.policy import Resolver, Scope, define_scope

SEERS = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Tell the policy what the scopes mean, and the queue what can be asked for."""
    job(JOB)(carry_out)
    subscribe(QuoteSent, _before_it_is_shown)
    subscribe(QuoteAccepted, _carry_out_quote)
    define_scope("project", Scope.OWN, _own)
    define_scope("project", Scope.GRANTED, _granted)
    define_scope("link", Scope.OWN, _of_own(CustomerLink.project_id))
    define_scope("portal", Scope.LINKED, lambda a: Project.id == a.project_id)
    for resource, project_id in (
        ("site", Site.project_id),
        ("line", ProjectLine.project_id),
    ):
        define_scope(resource, Scope.OWN, _of_own(project_id))
    define_scope("site", Scope.GRANTED, lambda a: granted_sites(_seers(a)))
    define_scope("line", Scope.GRANTED, lambda a: granted_lines(_seers(a)))
    define_scope(
        "import",
        Scope.OWN,
        lambda actor: Import.owner_organisation_id.in_(
            actor.organisation_ids_as(Role.DISPATCHER, Role.STORE)
        ),
    )


def _before_it_is_shown(fact: QuoteSent) -> None:
    agreed_quotes.require_feasible(fact.quote_id)


def _carry_out_quote(fact: QuoteAccepted) -> None:
    agreed_quotes.carry_out(fact.quote_id)


def _own(actor: Actor) -> ColumnElement[bool]:
    """Whoever plans a project, and the store that brought it."""
    planner = actor.organisation_ids_as(Role.DISPATCHER)
    store = actor.organisation_ids_as(Role.STORE)
    return or_(
        Project.owner_organisation_id.in_(planner),
        Project.brought_by_organisation_id.in_(store),
    )


def _granted(actor: Actor) -> ColumnElement[bool]:
    return Project.id.in_(
        select(ProjectGrant.project_id).where(
            ProjectGrant.organisation_id.in_(_seers(actor))
        )
    )


def _seers(actor: Actor) -> tuple[int, ...]:
    return actor.organisation_ids_as(*SEERS)


def _of_own(project_id: InstrumentedAttribute[int]) -> Resolver:
    return lambda actor: project_id.in_(select(Project.id).where(_own(actor)))
