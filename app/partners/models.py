"""Rules that say whom to ask, and the offers made by them."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.states import WorkKind
from app.core.database import Base, Id, Versioned, text_enum
from app.core.money import Money
from app.organisations.models import Organisation
from app.partners.states import OfferState
from app.technicians.models import Territory

RATE = "(rate_minor IS NULL) = (currency IS NULL) AND rate_minor >= 0"


class OfferRule(Versioned, Base):
    """A partner's share of the work in a territory, of a kind, or of all of it."""

    __tablename__ = "offer_rules"
    __table_args__ = (
        # What offers refer to, so that none can name another's rule.
        UniqueConstraint("id", "owner_organisation_id", "partner_organisation_id"),
        UniqueConstraint(
            "owner_organisation_id",
            "partner_organisation_id",
            "territory_id",
            "kind",
            name="uq_offer_rules_for",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("quota_percent BETWEEN 1 AND 100", name="quota"),
        CheckConstraint("respond_within_seconds >= 60", name="respond"),
        CheckConstraint(RATE, name="rate"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    partner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    kind: Mapped[WorkKind | None] = mapped_column(text_enum(WorkKind))
    quota_percent: Mapped[int]
    respond_within_seconds: Mapped[int]
    #: For each hour of a technician's work.
    rate_minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)

    partner: Mapped[Organisation] = relationship(
        lazy="selectin", viewonly=True, foreign_keys=[partner_organisation_id]
    )

    @property
    def rate(self) -> Money | None:
        return _rate(self.rate_minor, self.currency)


class Offer(Versioned, Base):
    """One order, offered to one partner; it tells where about, never where or who.

    `lat` and `lon` are rounded to about a district before they are written.
    """

    __tablename__ = "offers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["work_order_id", "owner_organisation_id"],
            ["work_orders.id", "work_orders.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["work_order_id", "project_id"],
            ["work_orders.id", "work_orders.project_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["rule_id", "owner_organisation_id", "partner_organisation_id"],
            [
                "offer_rules.id",
                "offer_rules.owner_organisation_id",
                "offer_rules.partner_organisation_id",
            ],
        ),
        CheckConstraint("respond_by > offered_at", name="respond"),
        CheckConstraint("(state = 'offered') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(RATE, name="rate"),
        Index(None, "work_order_id"),
        Index(None, "partner_organisation_id", "state"),
        Index(
            "uq_offers_live",
            "work_order_id",
            unique=True,
            postgresql_where=text("state IN ('offered', 'accepted')"),
        ),
        Index(
            "ix_offers_waiting",
            "respond_by",
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[Id]
    work_order_id: Mapped[int]
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    partner_organisation_id: Mapped[int]
    rule_id: Mapped[int]
    #: How many times the order was offered; each time, a partner is asked once.
    round: Mapped[int]
    state: Mapped[OfferState] = mapped_column(text_enum(OfferState))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    kind: Mapped[WorkKind] = mapped_column(text_enum(WorkKind))
    duration_seconds: Mapped[int]
    crew_size: Mapped[int]
    skills: Mapped[dict[str, int]] = mapped_column(JSONB)
    windows: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    earliest: Mapped[datetime | None]
    due: Mapped[datetime | None]
    rate_minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    offered_at: Mapped[datetime]
    respond_by: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(String(500))

    territory: Mapped[Territory] = relationship(lazy="selectin", viewonly=True)
    owner: Mapped[Organisation] = relationship(
        lazy="selectin",
        viewonly=True,
        primaryjoin="foreign(Offer.owner_organisation_id) == Organisation.id",
    )
    partner: Mapped[Organisation] = relationship(
        lazy="selectin",
        viewonly=True,
        primaryjoin="foreign(Offer.partner_organisation_id) == Organisation.id",
    )

    @property
    def rate(self) -> Money | None:
        return _rate(self.rate_minor, self.currency)

    @property
    def district(self) -> dict[str, int | str | float]:
        """Describe where about the work is, as anybody who is asked may know."""
        return {
            "territory_id": self.territory_id,
            "name": self.territory.name,
            "name_zh": self.territory.name_zh,
            "lat": self.lat,
            "lon": self.lon,
        }


def _rate(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)
