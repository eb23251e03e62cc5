"""Organisations, users, memberships, grants, sessions and the audit chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Role
from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.organisations.states import GrantRole, OrganisationKind, SessionKind


class Organisation(Versioned, Timestamped, Base):
    __tablename__ = "organisations"

    id: Mapped[Id]
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")
    #: Where a customer who has a question turns to.
    service_phone: Mapped[str | None] = mapped_column(String(40))
    service_email: Mapped[str | None] = mapped_column(String(254))


class User(Versioned, Timestamped, Base):
    __tablename__ = "users"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8), server_default="zh")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: The organisation that made the login; its managers may change it.
    owner_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id")
    )
    memberships: Mapped[list["Membership"]] = relationship(
        lazy="selectin", order_by="Membership.id"
    )


class Membership(Base):
    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id", "role"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    role: Mapped[Role] = mapped_column(text_enum(Role))
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class ProjectGrant(Base):
    """An organisation may see a project, and why."""

    __tablename__ = "project_grants"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id", "role"),)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE")
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    role: Mapped[GrantRole] = mapped_column(text_enum(GrantRole))


class Session(Timestamped, Base):
    """A browser's or a token's opaque session; only its hash is kept."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[SessionKind] = mapped_column(text_enum(SessionKind))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    label: Mapped[str] = mapped_column(String(200), server_default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """A failed sign-in, counted by account and by address across processes."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index("ix_login_attempts_subject_at", "subject", "at"),)

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class AuditHead(Base):
    """The end of an organisation's chain; its row lock orders the writers."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("organisations.id"),
        primary_key=True,
        autoincrement=False,
    )
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
