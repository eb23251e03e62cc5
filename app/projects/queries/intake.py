"""What an order is checked against, and whether it came before."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select, text

from app.catalogue.models import Brand, CatalogueModel
from app.core import geocoding
from app.core.actor import SYSTEM, Role, acting_as, current_actor
from app.core.coordinates import Degrees
from app.core.database import session
from app.core.errors import ForbiddenError
from app.organisations.models import Organisation, ProjectGrant
from app.organisations.states import GrantRole, OrganisationKind
from app.projects.models import Project
from app.projects.rules.check import ModelFacts, Surroundings
from app.projects.rules.intake import Desk, LineIntake, ProjectIntake
from app.projects.rules.places import Circle
from app.technicians.models import Territory


def desk_of(organisation: Organisation) -> Desk:
    """Take orders on behalf of an organisation."""
    if organisation.kind is OrganisationKind.STORE:
        return Desk(store_id=organisation.id)
    return Desk(planner_id=organisation.id)


def own_desk() -> Desk:
    """Take orders for the actor's own organisation: the one that plans, if any."""
    actor = current_actor()
    planners = actor.organisation_ids_as(Role.DISPATCHER)
    if planners:
        return Desk(planner_id=planners[0])
    stores = actor.organisation_ids_as(Role.STORE)
    if stores:
        return Desk(store_id=stores[0])
    raise ForbiddenError("Only dispatchers and stores take orders.")


def places_of(intakes: Iterable[ProjectIntake]) -> dict[str, Degrees]:
    """Look up the addresses that came without a point; it may wait on the network."""
    addresses = {
        site.address: None
        for intake in intakes
        for site in intake.sites
        if site.point is None and site.address
    }
    found = geocoding.places_of(addresses)
    return {address: Degrees(place.lat, place.lon) for address, place in found.items()}


def surroundings(
    intakes: Collection[ProjectIntake], desk: Desk, places: Mapping[str, Degrees]
) -> Surroundings:
    """Load, at once, everything that these orders refer to."""
    lines = [line for each in intakes for site in each.sites for line in site.lines]
    brands = _brands()
    return Surroundings(
        circles=_circles(desk),
        models=_models(lines, brands),
        brands=frozenset(brands),
        places=places,
        geocodes=geocoding.is_configured(),
    )


def _circles(desk: Desk) -> list[Circle]:
    """Return the planner's territories; for a store, those of every platform.

    A store does not see who plans where: the house looks it up for it.
    """
    statement = select(Territory).order_by(Territory.id)
    if desk.planner_id is not None:
        statement = statement.where(Territory.owner_organisation_id == desk.planner_id)
    else:
        statement = statement.join(
            Organisation, Organisation.id == Territory.owner_organisation_id
        ).where(Organisation.kind == OrganisationKind.PLATFORM)
    with acting_as(SYSTEM):
        rows = session().scalars(statement).all()
    return [
        Circle(
            row.id,
            row.owner_organisation_id,
            row.name,
            row.time_zone,
            Degrees(row.centre_lat, row.centre_lon),
            row.radius_m,
        )
        for row in rows
    ]


def _brands() -> dict[str, int]:
    """Map each way of writing a brand to its row."""
    rows = session().execute(select(Brand.id, Brand.name_zh, Brand.name, Brand.code))
    return {
        written.strip().casefold(): row.id
        for row in rows
        for written in (row.name_zh, row.name, row.code)
        if written.strip()
    }


def _models(
    lines: Collection[LineIntake], brands: Mapping[str, int]
) -> dict[tuple[str, str], ModelFacts]:
    written = {
        (line.brand.strip().casefold(), line.model.strip().casefold()) for line in lines
    }
    found = _models_by_code({code for _, code in written})
    return {
        (brand, code): found[brands[brand], code]
        for brand, code in written
        if brand in brands and (brands[brand], code) in found
    }


def _models_by_code(codes: Collection[str]) -> dict[tuple[int, str], ModelFacts]:
    model = CatalogueModel
    rows = session().execute(
        select(model.id, model.brand_id, model.code, model.owner_organisation_id).where(
            func.lower(model.code).in_(codes)
        )
    )
    return {
        (row.brand_id, row.code.casefold()): ModelFacts(
            row.id, row.owner_organisation_id
        )
        for row in rows
    }


def hold_reference(desk: Desk, external_reference: str) -> None:
    """Let nobody else take an order under this reference until the commit."""
    session().execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 11))"),
        {"name": f"{desk.planner_id}/{desk.store_id}/{external_reference}"},
    )


def known_orders(desk: Desk, references: Collection[str]) -> dict[str, Project]:
    """Find the projects that came under these references from this desk."""
    rows = session().scalars(
        select(Project).where(
            Project.external_reference.in_(references),
            Project.brought_by_organisation_id.is_not_distinct_from(desk.store_id),
            *(
                [Project.owner_organisation_id == desk.planner_id]
                if desk.planner_id is not None
                else []
            ),
        )
    )
    return {row.external_reference: row for row in rows if row.external_reference}


def planners() -> Sequence[Organisation]:
    """Return the platforms, which take orders when nobody else is named."""
    return (
        session()
        .scalars(
            select(Organisation)
            .where(Organisation.kind == OrganisationKind.PLATFORM)
            .order_by(Organisation.code)
        )
        .all()
    )


def brands_to_grant(project_id: int, model_ids: Collection[int]) -> Sequence[int]:
    """Return the brands of these models that do not see the project yet."""
    known = select(ProjectGrant.organisation_id).where(
        ProjectGrant.project_id == project_id, ProjectGrant.role == GrantRole.BRAND
    )
    brands = select(CatalogueModel.owner_organisation_id).where(
        CatalogueModel.id.in_(model_ids),
        CatalogueModel.owner_organisation_id.not_in(known),
    )
    return session().scalars(brands.distinct()).all()
