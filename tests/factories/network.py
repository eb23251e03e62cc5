"""Organisations of each kind, a person of each role, and their clients."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
    make_token,
)
from app.organisations.queries import actor_of
from app.organisations.states import OrganisationKind

KIND_OF = {
    Role.PLATFORM_ADMIN: OrganisationKind.PLATFORM,
    Role.DISPATCHER: OrganisationKind.PLATFORM,
    Role.TECHNICIAN: OrganisationKind.PLATFORM,
    Role.BRAND_MANAGER: OrganisationKind.BRAND,
    Role.STORE: OrganisationKind.STORE,
    Role.PARTNER_MANAGER: OrganisationKind.SERVICE_PARTNER,
}


@dataclass(frozen=True)
class Person:
    """Somebody signed in with a bearer token."""

    actor: Actor
    token: str
    client: FlaskClient

    @property
    def organisation_id(self) -> int:
        return self.actor.organisation_ids[0]

    @property
    def user_id(self) -> int:
        assert self.actor.user_id is not None
        return self.actor.user_id

    def ask(
        self, method: str, path: str, body: Any = None, *, version: int | None = None
    ) -> Any:
        """Call the API as this person, on the given version of the row.

        The answer is a TestResponse; its JSON is read as it comes, hence Any.
        """
        headers = {"Authorization": f"Bearer {self.token}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, headers=headers
        )


class Network:
    """Makes organisations and people as a test asks for them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._organisations: dict[str, int] = {}
        self._people: dict[tuple[Role, str], Person] = {}

    def organisation(self, kind: OrganisationKind, which: str = "one") -> int:
        code = f"{kind.value.replace('_', '-')}-{which}"
        if code not in self._organisations:
            with acting_as(SYSTEM):
                self._organisations[code] = add_organisation(kind, code, code).id
        return self._organisations[code]

    def person(self, role: Role, which: str = "one") -> Person:
        """Return the person with a role in the organisation called `which`."""
        if (role, which) not in self._people:
            organisation_id = self.organisation(KIND_OF[role], which)
            self._people[role, which] = self._join(role, which, organisation_id)
        return self._people[role, which]

    def _join(self, role: Role, which: str, organisation_id: int) -> Person:
        email = f"{role.value}.{which}@example.com"
        member = Membership(organisation_id, role)
        with acting_as(SYSTEM):
            user_id = add_user(NewUser(email, role.value, None, [member])).id
            actor = actor_of(user_id)
        with acting_as(actor):
            token = make_token("test").token
        return Person(actor, token, self._app.test_client())
