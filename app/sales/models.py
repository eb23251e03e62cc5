"""Packages and rates; leads and what was surveyed there; quotes in versions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.states import Category, WorkKind
from app.core.clock import now
from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.sales.states import LeadState, QuoteState

OF_LEAD = ["leads.id", "leads.owner_organisation_id"]


class Package(Versioned, Base):
    """A solution: the figures it asks for, and the rules that follow from them."""

    __tablename__ = "solution_packages"

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")
    category: Mapped[Category] = mapped_column(text_enum(Category))
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ServiceRate(Versioned, Base):
    """What an organisation asks for an hour of one person's work of a kind."""

    __tablename__ = "service_rates"
    __table_args__ = (
        UniqueConstraint("owner_organisation_id", "kind", "currency", "valid_from"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint("valid_until >= valid_from", name="period"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[WorkKind] = mapped_column(text_enum(WorkKind))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Lead(Versioned, Timestamped, Base):
    """Somebody who may become a customer, and where the work would be."""

    __tablename__ = "leads"
    __table_args__ = (
        UniqueConstraint("id", "owner_organisation_id"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    state: Mapped[LeadState] = mapped_column(text_enum(LeadState))
    customer_name: Mapped[str] = mapped_column(String(200))
    customer_phone: Mapped[str] = mapped_column(String(40))
    customer_email: Mapped[str | None] = mapped_column(String(254))
    site_name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    note: Mapped[str | None] = mapped_column(String(2000))
    lost_reason: Mapped[str | None] = mapped_column(String(500))
    #: What came of it.
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))

    survey: Mapped["Survey | None"] = relationship(lazy="joined", viewonly=True)


class Survey(Base):
    """The figures of a site, as its package asks for them."""

    __tablename__ = "surveys"
    __table_args__ = (
        ForeignKeyConstraint(
            ["lead_id", "owner_organisation_id"], OF_LEAD, ondelete="CASCADE"
        ),
    )

    lead_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_organisation_id: Mapped[int]
    package_id: Mapped[int] = mapped_column(ForeignKey("solution_packages.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str | None] = mapped_column(String(2000))
    surveyed_at: Mapped[datetime]
    package: Mapped[Package] = relationship(lazy="joined", viewonly=True)


class Quote(Versioned, Timestamped, Base):
    """A price for a lead, or for a change of a project; its lines never change.

    What was shown to the customer is kept as it was shown, with its hash.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["lead_id", "owner_organisation_id"], OF_LEAD, ondelete="CASCADE"
        ),
        CheckConstraint("(lead_id IS NULL) <> (project_id IS NULL)", name="subject"),
        CheckConstraint("(project_id IS NULL) = (site_id IS NULL)", name="site"),
        CheckConstraint("total_minor >= 0", name="total"),
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        CheckConstraint(
            "(state = 'accepted') = (accepted_by IS NOT NULL)", name="acceptance"
        ),
        UniqueConstraint("lead_id", "number"),
        Index(None, "owner_organisation_id"),
        Index(None, "project_id"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    lead_id: Mapped[int | None]
    #: The project that a change order changes, and where.
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    number: Mapped[int]
    state: Mapped[QuoteState] = mapped_column(text_enum(QuoteState))
    customer_name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    #: What the lines follow from, rule by rule; empty when they were chosen by hand.
    design: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    total_minor: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(2000))
    valid_until: Mapped[date]
    created_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime | None]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime | None]
    #: Exactly what the link shows, and the hash that an answer must name.
    document: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None] = mapped_column(String(200))

    @property
    def is_expired(self) -> bool:
        """Whether it was sent, not decided on, and holds no more."""
        return (
            self.state is QuoteState.SENT
            and self.expires_at is not None
            and self.expires_at <= now()
        )
