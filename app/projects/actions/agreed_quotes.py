"""A quote that was accepted becomes a project, or more goods on one."""

from app.core.coordinates import Degrees
from app.core.database import session
from app.core.errors import ConflictError, Fault, InvalidError
from app.core.transaction import Transaction, transaction
from app.organisations.actions.audit import record
from app.organisations.models import Organisation
from app.projects.actions.take_order import create_project, faults, grant_brands
from app.projects.errors import SettledError
from app.projects.events import GoodsAgreed, HoursAgreed
from app.projects.models import Project, ProjectLine, Site
from app.projects.queries import intake as intakes
from app.projects.queries import projects
from app.projects.rules.intake import (
    Customer,
    Desk,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
)
from app.projects.states import DERIVED
from app.sales.actions.outcomes import note_project
from app.sales.actions.quotes import Asked, Changed, quote_change
from app.sales.models import Quote
from app.sales.queries.agreed import Agreed, agreed
from app.web.feed import Change, announce


def require_feasible(quote_id: int) -> None:
    """Refuse to show a customer what could not be carried out."""
    quote = agreed(quote_id)
    if quote.project_id is not None:
        _require_under_way(session().get_one(Project, quote.project_id))
        return
    wrong = faults(_intake(quote), _desk(quote))
    if wrong:
        raise InvalidError("No project could be made of it.", faults=wrong)


def carry_out(quote_id: int) -> None:
    """The customer agreed: a project, or more work on the one that was changed."""
    quote = agreed(quote_id)
    if quote.project_id is None:
        _become_project(quote)
    else:
        _extend_project(quote)


def quote_project_change(project_id: int, site_id: int, asked: Asked) -> Quote:
    """Price what is to be added at a site of the actor's own project."""
    with transaction():
        project = projects.for_change(project_id)
        _require_under_way(project)
        sites = {site.id: site for site in projects.sites_of(project_id)}
        if site_id not in sites:
            fault = Fault("/site_id", "unknown_site", "The project has no such site.")
            raise InvalidError("The change has faults.", faults=[fault])
        changed = Changed(
            project_id=project.id,
            site_id=site_id,
            customer_name=project.customer_name,
            subject=sites[site_id].name,
        )
        return quote_change(changed, asked)


def _require_under_way(project: Project) -> None:
    if project.state not in DERIVED:
        raise SettledError(f"{project.reference} is {project.state}.")


def _desk(quote: Agreed) -> Desk:
    return intakes.desk_of(session().get_one(Organisation, quote.organisation_id))


def _intake(quote: Agreed) -> ProjectIntake:
    customer = quote.customer
    if customer is None:
        raise ConflictError("A change of a project makes no other project.")
    point = None if customer.point is None else Degrees(*customer.point)
    site = SiteIntake(
        name=customer.site_name,
        address=customer.address,
        point=point,
        contact_name=customer.name,
        contact_phone=customer.phone,
        lines=tuple(
            LineIntake(brand, model, quantity)
            for (brand, model), quantity in quote.goods.items()
        ),
    )
    return ProjectIntake(
        name=customer.site_name,
        external_reference=quote.reference,
        customer=Customer(customer.name, customer.phone, customer.email),
        wishes=Wishes(note=customer.note),
        sites=(site,),
    )


def _become_project(quote: Agreed) -> None:
    with transaction() as tx:
        project, _ = create_project(_intake(quote), _desk(quote))
        note_project(quote.quote_id, project.id)
        if quote.seconds:
            [site] = projects.sites_of(project.id)
            tx.publish(HoursAgreed(project.id, site.id, tuple(quote.seconds.items())))


def _extend_project(quote: Agreed) -> None:
    with transaction() as tx:
        [project] = projects.for_progress([quote.project_id or 0])
        _require_under_way(project)
        site = tx.session.get_one(Site, quote.site_id)
        for model_id, quantity in sorted(quote.models.items()):
            _add_line(tx, site, model_id, quantity)
        tx.session.flush()
        grant_brands(tx, project, quote.models)
        project.version += 1
        detail = {"quote": quote.reference}
        owner = project.owner_organisation_id
        record(tx, owner, "project.extend", "project", project.id, detail)
        change = Change("project", project.id, project.version)
        announce(tx, projects.followers(project.id), change)
        tx.publish(
            GoodsAgreed(
                project.id,
                site.id,
                tuple(sorted(quote.models.items())),
                tuple(quote.seconds.items()),
            )
        )


def _add_line(tx: Transaction, site: Site, model_id: int, quantity: int) -> None:
    line = tx.session.get(ProjectLine, (site.id, model_id))
    if line is not None:
        line.quantity += quantity
        return
    tx.session.add(
        ProjectLine(
            site_id=site.id,
            model_id=model_id,
            project_id=site.project_id,
            owner_organisation_id=site.owner_organisation_id,
            quantity=quantity,
        )
    )
