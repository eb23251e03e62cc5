"""Which rows a path parameter can name, seen by one person of the left side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.states import OrganisationKind
from app.technicians.models import Absence, ShiftException
from app.visits.models import Device
from tests.factories.calendars import of_project, of_technician
from tests.factories.keys import make_key
from tests.factories.links import Tokens, make_link
from tests.factories.offers import make_offer, make_rule
from tests.factories.orders import Order
from tests.factories.people import HOME, Person, make_token
from tests.factories.phones import make_device, make_operation
from tests.factories.pictures import make_picture
from tests.factories.sales import (
    make_lead,
    make_package,
    make_quote,
    make_rate,
    quote_tokens,
)
from tests.factories.webhooks import make_delivery, make_webhook
from tests.factories.world import Side, World

PLATFORM = OrganisationKind.PLATFORM
PARTNER = OrganisationKind.SERVICE_PARTNER


@dataclass(frozen=True, slots=True)
class Rows:
    """A row of one's own, another one of the same organisation, and a stranger's."""

    own: int
    sibling: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """The table that a path parameter names a row of, and how rows are found."""

    table: str
    rows: Callable[[World, Person], "Rows | Tokens"]


def _kind(person: Person) -> OrganisationKind:
    """The organisation whose rows a person of this role deals with."""
    return PARTNER if person.role is Role.PARTNER_MANAGER else PLATFORM


def _pairs(find: Callable[[Side, Person], tuple[int, int]]) -> Callable[..., Rows]:
    def rows(world: World, person: Person) -> Rows:
        return Rows(*find(world.left, person), find(world.right, person)[0])

    return rows


def _organisations(side: Side, person: Person) -> tuple[int, int]:
    own = HOME[person.role]
    other = OrganisationKind.BRAND if own is PLATFORM else PLATFORM
    return side.organisations[own], side.organisations[other]


def _users(side: Side, person: Person) -> tuple[int, int]:
    first, second = side.people[person.role]
    return first.user_id, second.user_id


def _tokens(side: Side, person: Person) -> tuple[int, int]:
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_token(user_id, f"{side.mark} token")[0]
            for user_id in _users(side, person)
        )
    return first, second


def _technicians(side: Side, person: Person) -> tuple[int, int]:
    return side.technicians[_kind(person)]


def _absences(side: Side, person: Person) -> tuple[int, int]:
    at = now()
    return _added(
        [
            Absence(
                technician_id=technician_id,
                starts_at=at + timedelta(days=30),
                ends_at=at + timedelta(days=31),
                reason=f"{side.mark} leave",
            )
            for technician_id in _technicians(side, person)
        ]
    )


def _exceptions(side: Side, person: Person) -> tuple[int, int]:
    return _added(
        [
            ShiftException(
                technician_id=technician_id,
                day=now().date() + timedelta(days=next(_days)),
                working=False,
                note=f"{side.mark} day off",
            )
            for technician_id in _technicians(side, person)
        ]
    )


def _added(rows: "list[Absence] | list[ShiftException]") -> tuple[int, int]:
    with acting_as(SYSTEM), transaction():
        session().add_all(rows)
        session().flush()
        return rows[0].id, rows[1].id


_days = iter(range(40, 4000))


def _of_order(name: str) -> Callable[..., Rows]:
    def find(side: Side, _: Person) -> tuple[int, int]:
        first, second = (_id(order, name) for order in side.orders)
        return first, second

    return _pairs(find)


def _id(order: Order, name: str) -> int:
    return int(getattr(order, name))


def _imports(side: Side, person: Person) -> tuple[int, int]:
    store = person.role is Role.STORE
    return side.imports[OrganisationKind.STORE if store else PLATFORM]


def _runs(side: Side, person: Person) -> tuple[int, int]:
    first, second = side.plans[_kind(person)]
    return first.run_id, second.run_id


def _proposals(side: Side, person: Person) -> tuple[int, int]:
    first, second = side.plans[_kind(person)]
    return first.proposal_id, second.proposal_id


def _devices(side: Side, _: Person) -> tuple[int, int]:
    first, second = _phones(side)
    return first.id, second.id


def _operations(side: Side, _: Person) -> tuple[int, int]:
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_operation(phone, order.visit_id, side.mark).id
            for phone, order in zip(_phones(side), side.orders, strict=True)
        )
    return first, second


def _phones(side: Side) -> tuple[Device, Device]:
    people = side.people[Role.TECHNICIAN]
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_device(technician_id, person.user_id, f"{side.mark} phone")
            for technician_id, person in zip(
                side.technicians[PLATFORM], people, strict=True
            )
        )
    return first, second


def _links(side: Side, _: Person) -> tuple[int, int]:
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_link(order.project_id, f"{side.mark} link")[0] for order in side.orders
        )
    return first, second


def _link_tokens(world: World, _: Person) -> Tokens:
    first, second = (order.project_id for order in world.left.orders)
    with acting_as(SYSTEM), transaction():
        return Tokens(
            make_link(first)[1],
            make_link(second)[1],
            make_link(first, revoked=True)[1],
        )


def _calendars(side: Side, person: Person) -> tuple[int, int]:
    """Of each technician, or of each project; people see those of their kind."""
    with acting_as(SYSTEM), transaction():
        if person.role is Role.TECHNICIAN:
            people = side.technicians[PLATFORM]
            first, second = (of_technician(each)[0] for each in people)
        else:
            first, second = (of_project(o.project_id)[0] for o in side.orders)
    return first, second


def _calendar_tokens(world: World, _: Person) -> Tokens:
    technician_id = world.left.technicians[PLATFORM][0]
    with acting_as(SYSTEM), transaction():
        return Tokens(
            of_technician(technician_id)[1],
            of_project(world.left.orders[0].project_id)[1],
            of_technician(technician_id, revoked=True)[1],
        )


def _pictures(side: Side, _: Person) -> tuple[int, int]:
    """One of each technician, of their own visits."""
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_picture(order.visit_id, technician_id, person.user_id).id
            for order, technician_id, person in zip(
                side.orders,
                side.technicians[PLATFORM],
                side.people[Role.TECHNICIAN],
                strict=True,
            )
        )
    return first, second


def _owned(make: Callable[[int, str], int]) -> Callable[..., Rows]:
    """Two rows of the person's organisation, and one of its like on the other side."""

    def find(side: Side, person: Person) -> tuple[int, int]:
        owner = side.organisations[HOME[person.role]]
        with acting_as(SYSTEM), transaction():
            return make(owner, side.mark), make(owner, side.mark)

    return _pairs(find)


def _rules(side: Side, _: Person) -> tuple[int, int]:
    owner, partner = side.organisations[PLATFORM], side.organisations[PARTNER]
    with acting_as(SYSTEM), transaction():
        return (
            make_rule(owner, partner),
            make_rule(owner, partner, WorkKind.DELIVERY),
        )


def _offers(side: Side, _: Person) -> tuple[int, int]:
    partner = side.organisations[PARTNER]
    with acting_as(SYSTEM), transaction():
        first, second = (
            make_offer(order.work_order_id, partner, side.mark) for order in side.orders
        )
    return first, second


def _quote_tokens(world: World, _: Person) -> Tokens:
    with acting_as(SYSTEM), transaction():
        return quote_tokens(world.left.organisations[OrganisationKind.STORE])


#: Every path parameter of the API must be here: the access matrix demands it.
PARAMETERS = {
    "organisation_id": Parameter("organisations", _pairs(_organisations)),
    "user_id": Parameter("users", _pairs(_users)),
    "token_id": Parameter("sessions", _pairs(_tokens)),
    "model_id": Parameter("catalogue_models", _pairs(lambda s, _: s.model_ids)),
    "territory_id": Parameter(
        "territories", _pairs(lambda s, p: s.territories[_kind(p)])
    ),
    "technician_id": Parameter("technicians", _pairs(_technicians)),
    "absence_id": Parameter("absences", _pairs(_absences)),
    "exception_id": Parameter("shift_exceptions", _pairs(_exceptions)),
    "package_id": Parameter("solution_packages", _owned(make_package)),
    "lead_id": Parameter("leads", _owned(make_lead)),
    "rate_id": Parameter("service_rates", _owned(make_rate)),
    "quote_id": Parameter("quotes", _owned(make_quote)),
    "quote_token": Parameter("quotes", _quote_tokens),
    "project_id": Parameter("projects", _of_order("project_id")),
    "site_id": Parameter("sites", _of_order("site_id")),
    "work_order_id": Parameter("work_orders", _of_order("work_order_id")),
    "visit_id": Parameter("visits", _of_order("visit_id")),
    "import_id": Parameter("imports", _pairs(_imports)),
    "link_id": Parameter("customer_links", _pairs(_links)),
    "token": Parameter("customer_links", _link_tokens),
    "attachment_id": Parameter("attachments", _pairs(_pictures)),
    "upload_id": Parameter("attachments", _pairs(_pictures)),
    "rule_id": Parameter("offer_rules", _pairs(_rules)),
    "offer_id": Parameter("offers", _pairs(_offers)),
    "run_id": Parameter("plan_runs", _pairs(_runs)),
    "device_id": Parameter("devices", _pairs(_devices)),
    "operation_id": Parameter("operations", _pairs(_operations)),
    "webhook_id": Parameter("webhooks", _owned(make_webhook)),
    "key_id": Parameter("api_keys", _owned(make_key)),
    "calendar_id": Parameter("calendars", _pairs(_calendars)),
    "calendar_token": Parameter("calendars", _calendar_tokens),
    "delivery_id": Parameter("webhook_deliveries", _owned(make_delivery)),
    "proposal_id": Parameter("proposals", _pairs(_proposals)),
}
