"""Before it takes the work, nobody of a partner is told who and where the customer is.

A project full of canaries is offered to a partner. Whatever it then asks, by whatever
names and numbers, no answer, no header and no line of the log holds one of them.
"""

import io
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole, OrganisationKind
from app.partners.actions.offer import offer_work_order
from app.partners.models import Offer
from app.partners.states import OfferState
from app.projects.models import Project, Site
from app.visits.models import Assignment, Visit
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from tests.contracts.access_table import TABLE
from tests.contracts.document import Described, Document
from tests.contracts.requests import TEXTLESS
from tests.factories.offers import make_rule
from tests.factories.people import Person, make_person, make_token
from tests.factories.world import Side, make_world

CI_ANSWERS = 1_000
SOAK_ANSWERS = int(os.environ.get("PAIGONG_CANARY_ANSWERS", "50000"))
#: Where each is put; none may come out again.
CANARIES = {
    "customer_name": "CANARYNAME",
    "customer_phone": "+8613955500017",
    "customer_email": "canarymail@example.com",
    "note": "CANARYNOTE",
    "name": "CANARYPROJECT",
}
ON_SITE = {
    "name": "CANARYSITE",
    "address": "CANARYSTREET 7",
    "contact_name": "CANARYCONTACT",
    "contact_phone": "+8613955500018",
    "access_note": "CANARYACCESS",
    # The door; the district is 31.2 and 121.5.
    "lat": 31.237149,
    "lon": 121.469853,
}
WORDS = [
    "canaryname",
    "canaryproject",
    "canarynote",
    "canarymail",
    "canarysite",
    "canarystreet",
    "canarycontact",
    "canaryaccess",
    "13955500017",
    "13955500018",
    "31.237",
    "121.469",
]
#: What people of a partner can be.
ASKERS = (Role.PARTNER_MANAGER, Role.DISPATCHER, Role.TECHNICIAN)


@dataclass
class Offered:
    """The project with the canaries, and the offer of its work."""

    project_id: int
    site_id: int
    work_order_id: int
    visit_id: int
    offer_id: int
    tokens: list[str]
    partner_id: int


@pytest.fixture
def offered(world_app: Flask) -> Iterator[Offered]:
    with world_app.app_context():
        yield make_offered(make_world().left)


def make_offered(side: Side) -> Offered:
    partner_id = side.organisations[OrganisationKind.SERVICE_PARTNER]
    order = side.orders[0]
    dispatcher = side.people[Role.DISPATCHER][0].actor
    with acting_as(SYSTEM), transaction() as tx:
        project = tx.session.get_one(Project, order.project_id)
        for name, canary in CANARIES.items():
            setattr(project, name, canary)
        site = tx.session.get_one(Site, order.site_id)
        for name, found in ON_SITE.items():
            setattr(site, name, found)
        visit = tx.session.get_one(Visit, order.visit_id)
        _free(visit)
        row = tx.session.get_one(WorkOrder, order.work_order_id)
        row.state = WorkOrderState.READY
        grant = select(ProjectGrant).where(
            ProjectGrant.project_id == project.id,
            ProjectGrant.role == GrantRole.PARTNER,
        )
        for each in tx.session.scalars(grant):
            tx.session.delete(each)
        make_rule(row.owner_organisation_id, partner_id)
        people = [_colleague(side, role, partner_id) for role in ASKERS]
        tokens = [make_token(person.user_id)[1] for person in people]
    with acting_as(dispatcher):
        offer = offer_work_order(row.id, row.version)
    return Offered(
        project.id,
        site.id,
        row.id,
        visit.id,
        offer.id,
        tokens,
        partner_id,
    )


def _free(visit: Visit) -> None:
    """Take the visit out of the plan, in which the factory put it."""
    crew = select(Assignment).where(Assignment.visit_id == visit.id)
    for row in session().scalars(crew):
        session().delete(row)
    session().flush()
    visit.state = VisitState.OPEN
    visit.starts_at = visit.ends_at = None


def _colleague(side: Side, role: Role, partner_id: int) -> Person:
    if role is Role.PARTNER_MANAGER:
        return side.people[role][0]
    return make_person(f"{side.mark}-canary", role, partner_id)


class Curious:
    """Asks anything, by chance, with numbers that name the project's own rows."""

    def __init__(self, app: Flask, document: Document, offered: Offered) -> None:
        self._app = app
        self._known = {
            "project_id": offered.project_id,
            "site_id": offered.site_id,
            "work_order_id": offered.work_order_id,
            "visit_id": offered.visit_id,
            "offer_id": offered.offer_id,
            "organisation_id": offered.partner_id,
        }
        self._scope = f"organisation:{offered.partner_id}"
        self._tokens = offered.tokens
        # Chance finds what a list forgets; the seed makes it the same each time.
        self._random = random.Random(4)  # noqa: S311 - nothing secret
        self._operations = [o for o in document.operations() if self._is_safe(o)]
        self.asked: set[str] = set()

    def _is_safe(self, operation: Described) -> bool:
        """Reads of every kind, and changes that a wrong version or the role refuses."""
        names = set(operation.path_names)
        if operation.name == "stream_feed":
            return False
        if operation.method in {"GET", "HEAD"}:
            return True
        is_refused = TABLE[operation.name][Role.PARTNER_MANAGER] == "-"
        return (
            bool(names)
            and names <= set(self._known)
            and (operation.is_conditional or is_refused)
        )

    def ask(self) -> str:
        """Return an answer as it came, its status and headers included."""
        operation = self._random.choice(self._operations)
        self.asked.add(operation.name)
        ids = {p["name"]: self._name(p) for p in operation.parameters("path")}
        client = FlaskClient(self._app, use_cookies=False)
        answer = client.open(
            operation.path.format(**ids),
            method=operation.method,
            query_string=self._query(operation),
            headers={
                "Authorization": f"Bearer {self._random.choice(self._tokens)}",
                "If-Match": '"99"',
            },
            json=operation.body_example if operation.method != "GET" else None,
        )
        assert answer.status_code < 500 or operation.name == "readyz", answer.text
        said = "" if answer.mimetype in TEXTLESS else answer.text
        told = f"{operation.name} {answer.status}\n{answer.headers}\n{said}"
        answer.close()
        return told

    def _name(self, parameter: dict[str, Any]) -> int | str:
        known = self._known.get(parameter["name"])
        if known is not None and self._random.random() < 0.8:
            return known
        is_number = parameter["schema"].get("type") == "integer"
        return self._random.randint(1, 40) if is_number else "A" * 22

    def _query(self, operation: Described) -> dict[str, Any]:
        asked = dict(operation.queries)
        for parameter in operation.parameters("query"):
            if self._random.random() < 0.3:
                asked[parameter["name"]] = self._value(parameter)
        if operation.name == "read_feed":
            asked |= {"scope": self._scope}
        return {k: v for k, v in asked.items() if v is not None}

    def _value(self, parameter: dict[str, Any]) -> Any:
        schema, name = parameter["schema"], parameter["name"]
        if name in self._known:
            return self._known[name]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        makers: dict[str, Callable[[], Any]] = {
            "integer": lambda: self._random.randint(1, 40),
            "boolean": lambda: "true",
        }
        if schema.get("type") in makers:
            return makers[schema["type"]]()
        if schema.get("format") in {"date", "date-time"}:
            moment = now()
            return (
                str(moment.date()) if schema["format"] == "date" else moment.isoformat()
            )
        # What is looked for may be said back: part of a canary is none.
        return (
            self._random.choice(["CANARY", "139555", "31.2"]) if name == "q" else None
        )


def look_out(text: str, what: str) -> None:
    found = [word for word in WORDS if word in text.lower()]
    assert found == [], (found, what)


def ask_much(curious: Curious, answers: int) -> None:
    for _ in range(answers):
        told = curious.ask()
        look_out(told, told)


@pytest.mark.parametrize("lines", ["DEBUG"], indirect=True)
@pytest.mark.parametrize(
    "answers",
    [CI_ANSWERS, pytest.param(SOAK_ANSWERS, marks=pytest.mark.soak)],
    ids=["some", "many"],
)
def test_no_canary_comes_out_before_the_work_is_taken(
    answers: int,
    offered: Offered,
    world_app: Flask,
    document: Document,
    lines: io.StringIO,
) -> None:
    curious = Curious(world_app, document, offered)
    ask_much(curious, answers)
    reads = {o.name for o in document.operations() if o.method == "GET"}
    assert reads - curious.asked == {"stream_feed"}
    logged = lines.getvalue()
    assert "request" in logged
    look_out(logged, "the log")
    with acting_as(SYSTEM):
        assert session().get_one(Offer, offered.offer_id).state is OfferState.OFFERED


def test_whoever_took_the_work_is_told_all_of_it(
    offered: Offered, world_app: Flask
) -> None:
    client = FlaskClient(world_app, use_cookies=False)
    headers = {
        "Authorization": f"Bearer {offered.tokens[0]}",
        "If-Match": '"1"',
    }
    path = f"/api/v1/offers/{offered.offer_id}"
    assert client.post(f"{path}/accept", headers=headers).status_code == 200
    answer = client.get(f"/api/v1/projects/{offered.project_id}", headers=headers)
    told = answer.text.lower()
    assert [word for word in WORDS if word not in told] == []
