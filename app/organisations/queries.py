"""Reads on organisations, people and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, select, text

from app.core.actor import Actor, ActorKind, Belonging, Role, current_actor
from app.core.clock import now
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.organisations.models import (
    AuditEntry,
    LoginAttempt,
    Membership,
    Organisation,
    Session,
    User,
)
from app.organisations.rules import WINDOW
from app.organisations.states import SessionKind
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.web.sessions import Identity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Login:
    user_id: int
    password_hash: str | None


def login_of(email: str) -> Login | None:
    """Look an account up before anyone is signed in (through the gate)."""
    row = (
        session()
        .execute(
            text("SELECT user_id, password_hash FROM gate_login(:email)"),
            {"email": email},
        )
        .first()
    )
    return Login(int(row.user_id), row.password_hash) if row else None


def identity_of(token_hash: bytes) -> Identity | None:
    """Find the live session of a token's hash (through the gate)."""
    rows = (
        session()
        .execute(
            text(
                "SELECT session_id, user_id, user_name, locale, organisation_id, role "
                "FROM gate_session(:hash, :moment)"
            ),
            {"hash": token_hash, "moment": now()},
        )
        .all()
    )
    if not rows:
        return None
    belongings = tuple(
        Belonging(int(row.organisation_id), Role(row.role))
        for row in rows
        if row.organisation_id is not None
    )
    first = rows[0]
    return Identity(
        int(first.session_id),
        Actor(ActorKind.USER, int(first.user_id), belongings),
        first.locale,
        first.user_name,
    )


def actor_of(user_id: int) -> Actor:
    """Describe a person as an actor, for the console and for tests."""
    rows = session().scalars(select(Membership).where(Membership.user_id == user_id))
    return actor_with(user_id, rows.all())


def actor_with(user_id: int, memberships: Sequence[Membership]) -> Actor:
    belongings = tuple(Belonging(m.organisation_id, m.role) for m in memberships)
    return Actor(ActorKind.USER, user_id, belongings)


def failures_of(subject: str, at: datetime) -> Sequence[datetime]:
    return (
        session()
        .scalars(
            select(LoginAttempt.at).where(
                LoginAttempt.subject == subject, LoginAttempt.at > at - WINDOW
            )
        )
        .all()
    )


def organisation(organisation_id: int) -> Organisation:
    return _found(
        session().scalar(
            restrict(
                select(Organisation).where(Organisation.id == organisation_id),
                "organisation:read",
            )
        )
    )


def organisation_by_code(code: str) -> Organisation | None:
    return session().scalar(select(Organisation).where(Organisation.code == code))


def organisation_for_change(organisation_id: int) -> Organisation:
    organisation(organisation_id)
    return _changeable(
        session().scalar(
            restrict(
                select(Organisation).where(Organisation.id == organisation_id),
                "organisation:change",
            ).with_for_update()
        )
    )


def organisation_to_join(organisation_id: int) -> Organisation:
    """Find an organisation to which the actor may add people."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    actor = current_actor()
    if not actor.is_system and Role.PLATFORM_ADMIN not in actor.roles:
        own = actor.organisation_ids_as(
            Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER
        )
        statement = statement.where(Organisation.id.in_(own))
    return _found(session().scalar(statement))


def organisations(limit: int, after: str | None) -> Page[Organisation]:
    return paginate(
        restrict(select(Organisation), "organisation:read"),
        by=[Organisation.id],
        limit=limit,
        after=after,
    )


def user(user_id: int) -> User:
    return _found(session().get(User, user_id, populate_existing=True))


def visible_user(user_id: int) -> User:
    return _found(
        session().scalar(restrict(select(User).where(User.id == user_id), "user:read"))
    )


def user_by_email(email: str) -> User | None:
    return session().scalar(select(User).where(User.email == email))


def user_for_change(user_id: int) -> User:
    visible_user(user_id)
    return _changeable(
        session().scalar(
            restrict(
                select(User).where(User.id == user_id), "user:change"
            ).with_for_update(of=User)
        )
    )


def users(limit: int, after: str | None) -> Page[User]:
    statement = restrict(select(User), "user:read")
    return paginate(statement, by=[User.id], limit=limit, after=after)


def tokens() -> Sequence[Session]:
    """List the person's own live bearer tokens."""
    return (
        session()
        .scalars(
            select(Session)
            .where(
                Session.user_id == current_actor().user_id,
                Session.kind == SessionKind.BEARER,
                Session.revoked_at.is_(None),
            )
            .order_by(Session.id)
        )
        .all()
    )


def end_sessions_of(user_id: int) -> None:
    session().execute(delete(Session).where(Session.user_id == user_id))


def audit_entries(limit: int, after: str | None) -> Page[AuditEntry]:
    return paginate(
        restrict(select(AuditEntry), "audit:read"),
        by=[AuditEntry.id],
        limit=limit,
        after=after,
        descending=True,
    )


def _found(row: T | None) -> T:
    if row is None:
        raise NotFoundError
    return row


def _changeable(row: T | None) -> T:
    """The row was seen a moment ago: what is missing now is the permission."""
    if row is None:
        raise ForbiddenError("You may see this but not change it.")
    return row
