"""Two sides that share nothing: the same organisations, people and rows twice."""

from dataclasses import dataclass
from itertools import count

from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from app.organisations.states import OrganisationKind
from tests.factories import catalogue, orders, people, plans
from tests.factories.people import HOME, Person

#: In every name of the right side; nobody of the left side may ever be shown it.
FOREIGN = "FOREIGN"
Pair = tuple[int, int]
_numbers = count(1)


@dataclass(frozen=True)
class Side:
    """Each pair is two rows of the same organisation."""

    mark: str
    organisations: dict[OrganisationKind, int]
    people: dict[Role, tuple[Person, Person]]
    brand_id: int
    model_ids: Pair
    territories: dict[OrganisationKind, Pair]
    technicians: dict[OrganisationKind, Pair]
    orders: tuple[orders.Order, orders.Order]
    imports: dict[OrganisationKind, Pair]
    plans: dict[OrganisationKind, tuple[plans.Planned, plans.Planned]]

    @property
    def people_list(self) -> list[Person]:
        return [first for first, _ in self.people.values()]


@dataclass(frozen=True)
class World:
    left: Side
    right: Side


def make_world() -> World:
    """Make both sides; it may be done again, and the sides of each world differ."""
    number = next(_numbers)
    with acting_as(SYSTEM), transaction():
        catalogue.make_skill()
        return World(_side(f"LEFT{number}", 31.2), _side(f"{FOREIGN}{number}", 22.5))


def _side(mark: str, lat: float) -> Side:
    organisations = people.make_organisations(mark)
    persons = {
        role: (
            people.make_person(f"{mark}-1", role, organisations[kind]),
            people.make_person(f"{mark}-2", role, organisations[kind]),
        )
        for role, kind in HOME.items()
    }
    shelf = catalogue.make_brand("Brand", organisations[OrganisationKind.BRAND])
    planners = (OrganisationKind.PLATFORM, OrganisationKind.SERVICE_PARTNER)
    territories = {
        kind: (
            catalogue.make_territory(organisations[kind], 1, lat),
            catalogue.make_territory(organisations[kind], 2, lat),
        )
        for kind in planners
    }
    technicians = {
        kind: _technicians(mark, organisations[kind], territories[kind], persons)
        for kind in planners
    }
    ground = orders.Ground(
        organisations, territories[OrganisationKind.PLATFORM][0], shelf.model_ids[0]
    )
    first, second = technicians[OrganisationKind.PLATFORM]
    return Side(
        mark=mark,
        organisations=organisations,
        people=persons,
        brand_id=shelf.brand_id,
        model_ids=shelf.model_ids,
        territories=territories,
        technicians=technicians,
        orders=(
            orders.make_order(mark, ground, first),
            orders.make_order(mark, ground, second),
        ),
        imports={
            kind: (
                orders.make_import(mark, organisations[kind]),
                orders.make_import(mark, organisations[kind]),
            )
            for kind in (OrganisationKind.PLATFORM, OrganisationKind.STORE)
        },
        plans={
            kind: (
                plans.make_plan(organisations[kind], territories[kind][0]),
                plans.make_plan(organisations[kind], territories[kind][1]),
            )
            for kind in planners
        },
    )


def _technicians(
    mark: str,
    organisation_id: int,
    territories: Pair,
    persons: dict[Role, tuple[Person, Person]],
) -> Pair:
    """The first of an organisation's technicians have the logins, if it has any."""
    logins = [
        person.user_id if person.organisation_id == organisation_id else None
        for person in persons[Role.TECHNICIAN]
    ]
    first, second = (
        catalogue.make_technician(mark, organisation_id, territories[0], login)
        for login in logins
    )
    return first, second
