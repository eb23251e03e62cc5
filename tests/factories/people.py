"""Organisations of every kind, and people in every role, two of each."""

from dataclasses import dataclass
from datetime import timedelta

from app.core.actor import Actor, ActorKind, Belonging, Role
from app.core.clock import now
from app.core.database import session
from app.organisations.models import Membership, Organisation, Session, User
from app.organisations.states import OrganisationKind, SessionKind
from app.web.sessions import hash_token, new_token

#: In which kind of organisation the person of a role is looked for.
HOME = {
    Role.PLATFORM_ADMIN: OrganisationKind.PLATFORM,
    Role.DISPATCHER: OrganisationKind.PLATFORM,
    Role.TECHNICIAN: OrganisationKind.PLATFORM,
    Role.BRAND_MANAGER: OrganisationKind.BRAND,
    Role.STORE: OrganisationKind.STORE,
    Role.PARTNER_MANAGER: OrganisationKind.SERVICE_PARTNER,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with one role in one organisation."""

    user_id: int
    role: Role
    organisation_id: int

    @property
    def actor(self) -> Actor:
        belonging = Belonging(self.organisation_id, self.role)
        return Actor(ActorKind.USER, self.user_id, (belonging,))


def make_organisations(mark: str) -> dict[OrganisationKind, int]:
    rows = {
        kind: Organisation(kind=kind, code=f"{mark}-{kind}", name=f"{mark} {kind}")
        for kind in OrganisationKind
    }
    session().add_all(rows.values())
    session().flush()
    return {kind: row.id for kind, row in rows.items()}


def make_person(mark: str, role: Role, organisation_id: int) -> Person:
    """Make a login without a password: it comes in by a bearer token."""
    user = User(
        email=f"{mark}-{role}-{organisation_id}@example.com",
        name=f"{mark} {role}",
        password_hash=None,
        owner_organisation_id=organisation_id,
    )
    session().add(user)
    session().flush()
    session().add(
        Membership(user_id=user.id, organisation_id=organisation_id, role=role)
    )
    session().flush()
    return Person(user.id, role, organisation_id)


def make_token(user_id: int, label: str = "test") -> tuple[int, str]:
    """Return a live bearer token's id and its secret."""
    token = new_token()
    row = Session(
        user_id=user_id,
        kind=SessionKind.BEARER,
        token_hash=hash_token(token),
        label=label,
        expires_at=now() + timedelta(days=1),
    )
    session().add(row)
    session().flush()
    return row.id, token
