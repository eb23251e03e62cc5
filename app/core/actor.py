"""Who acts: carried beside the call, and told to the database for each transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    USER = "user"
    #: Whoever holds a customer's link.
    LINK = "link"
    #: A program of an organisation, with a key of its own.
    KEY = "key"
    SYSTEM = "system"


class Role(StrEnum):
    """What a person does for an organisation."""

    PLATFORM_ADMIN = "platform_admin"
    DISPATCHER = "dispatcher"
    TECHNICIAN = "technician"
    BRAND_MANAGER = "brand_manager"
    STORE = "store"
    PARTNER_MANAGER = "partner_manager"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person's role in one organisation."""

    organisation_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    user_id: int | None = None
    belongings: tuple[Belonging, ...] = ()
    link_id: int | None = None
    #: What the link leads to.
    project_id: int | None = None
    key_id: int | None = None
    #: A program's key allows these alone, whatever the role of its belonging may do.
    allowed: frozenset[str] | None = None

    @property
    def setting(self) -> str:
        """The value of `app.actor` that row-level security reads."""
        if self.kind is ActorKind.USER:
            return f"user:{self.user_id}"
        if self.kind is ActorKind.LINK:
            return f"link:{self.link_id}"
        if self.kind is ActorKind.KEY:
            return f"key:{self.key_id}"
        return "system" if self.kind is ActorKind.SYSTEM else ""

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def is_known(self) -> bool:
        """Whether it is somebody who signed in, a program with a key, or the house."""
        return self.kind not in {ActorKind.ANONYMOUS, ActorKind.LINK}

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(b.role for b in self.belongings)

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        return tuple(sorted({b.organisation_id for b in self.belongings}))

    def organisation_ids_as(self, *roles: Role) -> tuple[int, ...]:
        """The organisations in which this person has one of the roles."""
        return tuple(
            sorted({b.organisation_id for b in self.belongings if b.role in roles})
        )

    def only(self, role: Role) -> "Actor":
        """The same person in no other role."""
        return replace(
            self, belongings=tuple(b for b in self.belongings if b.role is role)
        )

    @property
    def author(self) -> str:
        """Who is named in the audit: the person whose word the house carries out."""
        if self.user_id is not None:
            return f"user:{self.user_id}"
        return self.setting or "anonymous"


ANONYMOUS: Final = Actor(ActorKind.ANONYMOUS)
SYSTEM: Final = Actor(ActorKind.SYSTEM)


def house_for(user_id: int) -> Actor:
    """The house, carrying out what a person may ask for but not do to every row."""
    return replace(SYSTEM, user_id=user_id)


def holder_of(link_id: int, project_id: int) -> Actor:
    """Whoever holds the link to a project's page: nobody we know."""
    return Actor(ActorKind.LINK, link_id=link_id, project_id=project_id)


_current: ContextVar[Actor] = ContextVar("paigong_actor", default=ANONYMOUS)


def current_actor() -> Actor:
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run the block as `actor`; an open database transaction is told both ways.

    It is told what changes for it: the house in somebody's name is the house.
    """
    before = _current.get()
    is_other = actor.setting != before.setting
    token = _current.set(actor)
    if is_other:
        _tell_database(actor)
    try:
        yield actor
    finally:
        _current.reset(token)
        if is_other:
            _tell_database(before)


def _tell_database(actor: Actor) -> None:
    from app.core.database import tell_actor  # noqa: PLC0415 - database reads the actor

    tell_actor(actor.setting)
