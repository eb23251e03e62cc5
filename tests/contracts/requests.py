"""A request for an operation that gets as far as the rows it names."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from secrets import token_hex
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from werkzeug.test import TestResponse

from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import now
from app.core.transaction import transaction
from app.organisations.states import OrganisationKind
from tests.contracts.document import Described
from tests.factories.links import Tokens
from tests.factories.people import Person, make_token
from tests.factories.phones import make_device
from tests.factories.rows import PARAMETERS, Rows
from tests.factories.sales import SEEN
from tests.factories.world import World, make_world

STREAM = "text/event-stream"
#: Answers that are no text: one never ends, the other is a picture.
TEXTLESS = {STREAM, "image/jpeg"}
ABSENT = 9_000_000_000
RELATIONS = ("own", "sibling", "foreign", "absent", "deleted", "mixed")
Named = dict[str, Rows | Tokens]
Making = Callable[[World, Person], Any]


def announced(visit_id: int) -> str:
    """Announce a picture of a visit, as tus has it."""
    facts = {
        "visit_id": str(visit_id),
        "sha256": token_hex(32),
        "media_type": "image/jpeg",
    }
    pairs = ((k, b64encode(v.encode()).decode()) for k, v in facts.items())
    return ",".join(f"{name} {value}" for name, value in pairs)


#: Bodies that must name real rows; any other body is the document's own example.
BODIES: dict[str, Making] = {
    "add_user": lambda _, person: {
        "email": f"new-{person.role}@example.com",
        "name": "New",
        "memberships": [
            {"organisation_id": person.organisation_id, "role": person.role}
        ],
    },
    "set_skills": lambda *_: {"skills": [{"code": "electrical", "level": 2}]},
    "add_technician": lambda world, person: {
        "name": "New",
        "phone": f"+8613900000{len(person.role):03d}",
        "territory_id": PARAMETERS["territory_id"].rows(world, person).own,
        "home": {"lat": 31.2, "lon": 121.47},
    },
    "change_technician": lambda *_: {"name": "LEFT renamed"},
    "add_model": lambda world, _: {
        "brand_id": world.left.brand_id,
        "code": "N-1",
        "name": "New",
        "category": "split",
        "weight_kg": 1,
        "volume_m3": 1,
    },
    "assign": lambda world, _: {
        "technician_ids": [world.left.technicians[OrganisationKind.PLATFORM][0]],
        "starts_at": (now() + timedelta(days=2)).isoformat(),
    },
    "publish_proposal": lambda *_: {},
    "add_rule": lambda world, _: {
        "partner_organisation_id": world.left.organisations[
            OrganisationKind.SERVICE_PARTNER
        ],
        "quota_percent": 40,
        "kind": "repair",
    },
    "plan_accepted_visit": lambda world, _: {
        "technician_ids": [world.left.technicians[OrganisationKind.SERVICE_PARTNER][0]],
        "starts_at": (now() + timedelta(days=2)).isoformat(),
    },
    "swap": lambda world, _: {"with_visit_id": world.left.orders[1].visit_id},
}


def _sync(world: World, person: Person) -> dict[str, Any]:
    """Speak for a phone of the person, or of somebody else's if the person has none."""
    technicians = world.left.people[Role.TECHNICIAN]
    owner = person if person in technicians else technicians[0]
    place = technicians.index(owner)
    technician_id = world.left.technicians[OrganisationKind.PLATFORM][place]
    with acting_as(SYSTEM), transaction():
        device = make_device(technician_id, owner.user_id)
        return {
            "device": device.public_id,
            "app": 1,
            "boot": "b",
            "mono_ms": 1,
            "now": now().isoformat(),
        }


BODIES["sync"] = _sync
BODIES["make_key"] = lambda _, person: {
    "label": "ERP",
    "scopes": ["status:read"],
    "organisation_id": person.organisation_id,
}
BODIES["add_webhook"] = lambda _, person: {
    "url": "https://hooks.example.com/paigong",
    "events": ["project.changed"],
    "organisation_id": person.organisation_id,
}
#: Forms, likewise; what is shown of every quote of the factory has one hash.
FORMS: dict[str, Making] = {
    "preview_import": lambda *_: {
        "kind": "projects",
        "file": (BytesIO(b"project,site\nA,B\n"), "orders.csv"),
    },
    "answer_quote": lambda *_: {"decision": "decline", "seen": SEEN},
}
#: These the tests make up themselves, or leave out.
OWN_HEADERS = {"If-Match", "Idempotency-Key"}
HEADERS: dict[str, Making] = {
    "begin_upload": lambda world, _: {
        "Upload-Metadata": announced(world.left.orders[0].visit_id)
    },
}
QUERIES: dict[str, Making] = {
    "read_feed": lambda _, person: {"scope": f"organisation:{person.organisation_id}"},
}


def _address_of(operation: Described) -> str:
    """Ask for each operation from elsewhere: links that open nothing are counted."""
    first, second = sha256(operation.name.encode()).digest()[:2]
    return f"198.18.{first}.{second}"


@dataclass
class Caller:
    """Asks as the people of the left side, each time with a fresh token.

    The connection is a superuser's: it sees past both walls.
    """

    app: Flask
    connection: psycopg.Connection
    _world: World | None = None

    @property
    def world(self) -> World:
        if self._world is None:
            with self.app.app_context():
                self._world = make_world()
        return self._world

    def spoil(self, operation: Described) -> None:
        """The operation may have changed rows: whoever asks next gets new ones."""
        if operation.method != "GET":
            self._world = None

    def rows(self, operation: Described, person: Person) -> Named:
        with self.app.app_context():
            return {
                name: PARAMETERS[name].rows(self.world, person)
                for name in operation.path_names
            }

    def ids(self, operation: Described, rows: Named, relation: str) -> dict[str, int]:
        """Choose the rows of the path: all of one relation, or a stranger's within."""
        names = operation.path_names
        if relation == "mixed":
            first, *rest = names
            others = {name: self._id(rows, name, "foreign") for name in rest}
            return {first: self._id(rows, first, "own"), **others}
        return {name: self._id(rows, name, relation) for name in names}

    def _id(self, rows: Named, name: str, relation: str) -> Any:
        found = getattr(rows[name], relation, None)
        if found is not None:
            return found
        if relation == "absent":
            return ABSENT
        return self._gone(PARAMETERS[name].table)

    def _gone(self, table: str) -> int:
        """Use up a number of the table: what a row that was deleted leaves behind."""
        found = self._fetch(
            sql.SQL("SELECT nextval(pg_get_serial_sequence({}, 'id'))").format(
                sql.Literal(table)
            )
        )
        return found or ABSENT

    def _fetch(self, query: sql.Composed) -> int | None:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else None

    def version(self, operation: Described, ids: dict[str, int]) -> int:
        name = operation.path_names[-1]
        query = sql.SQL("SELECT version FROM {} WHERE id = {}").format(
            sql.Identifier(PARAMETERS[name].table), sql.Literal(ids[name])
        )
        return self._fetch(query) or 1

    def ask(
        self, operation: Described, person: Person | None, ids: dict[str, int]
    ) -> TestResponse:
        who = person or self.world.left.people_list[0]
        headers = self._headers(operation, person, ids)
        client = FlaskClient(self.app, use_cookies=False)
        return client.open(
            operation.path.format(**ids),
            method=operation.method,
            query_string=self._query(operation, who),
            headers=headers,
            environ_base={"REMOTE_ADDR": _address_of(operation)},
            **self._content(operation, who),
        )

    def _example_headers(self, operation: Described, person: Person) -> dict[str, str]:
        """Send what the document shows, where it is no matter of time or of chance."""
        shown = {p["name"]: str(p["example"]) for p in operation.parameters("header")}
        made = (
            HEADERS[operation.name](self.world, person)
            if operation.name in HEADERS
            else {}
        )
        return {n: v for n, v in {**shown, **made}.items() if n not in OWN_HEADERS}

    def _headers(
        self, operation: Described, person: Person | None, ids: dict[str, int]
    ) -> dict[str, str]:
        who = person or self.world.left.people_list[0]
        headers = self._example_headers(operation, who)
        if operation.is_conditional:
            headers["If-Match"] = f'"{self.version(operation, ids)}"'
        if person is not None:
            with self.app.app_context(), acting_as(SYSTEM), transaction():
                headers["Authorization"] = f"Bearer {make_token(person.user_id)[1]}"
        return headers

    def _query(self, operation: Described, person: Person) -> dict[str, Any]:
        if operation.name in QUERIES:
            return dict(QUERIES[operation.name](self.world, person))
        return operation.queries

    def _content(self, operation: Described, person: Person) -> dict[str, Any]:
        if operation.form_is_wanted:
            form = FORMS[operation.name](self.world, person)
            # A form without a file would else go out as one of another kind.
            return {"data": form, "content_type": "multipart/form-data"}
        if operation.name in BODIES:
            with self.app.app_context():
                return {"json": BODIES[operation.name](self.world, person)}
        example = operation.body_example
        return {} if example is None else {"json": example}
