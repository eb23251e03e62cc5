"""Addresses of other programs, and what they were sent."""

from datetime import datetime
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
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.integrations.states import (
    DeliveryState,
    EventType,
    Outcome,
    WebhookState,
)


class Webhook(Versioned, Timestamped, Base):
    """Where an organisation's program wants to hear of changes, and of which."""

    __tablename__ = "webhooks"
    __table_args__ = (
        UniqueConstraint("id", "owner_organisation_id"),
        Index(None, "owner_organisation_id"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    url: Mapped[str] = mapped_column(String(500))
    label: Mapped[str] = mapped_column(String(200), server_default="")
    events: Mapped[list[str]] = mapped_column(JSONB)
    state: Mapped[WebhookState] = mapped_column(text_enum(WebhookState))
    #: Since when nothing was taken, while every try fails.
    failing_since: Mapped[datetime | None]

    @property
    def kinds(self) -> list[EventType]:
        return [EventType(name) for name in self.events]


class WebhookSecret(Timestamped, Base):
    """What messages are signed with: apart, for the house alone reads it."""

    __tablename__ = "webhook_secrets"
    __table_args__ = (Index(None, "webhook_id"),)

    id: Mapped[Id]
    webhook_id: Mapped[int] = mapped_column(
        ForeignKey("webhooks.id", ondelete="CASCADE")
    )
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    #: The one before is used beside the new one for a day.
    expires_at: Mapped[datetime | None]


class Delivery(Versioned, Timestamped, Base):
    """One message to one address; `payload` is what it says, whenever it is sent."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["webhook_id", "owner_organisation_id"],
            ["webhooks.id", "webhooks.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("id", "owner_organisation_id"),
        CheckConstraint("(state = 'pending') = (next_at IS NOT NULL)", name="next_at"),
        Index(None, "webhook_id"),
        Index(
            "ix_webhook_deliveries_due",
            "next_at",
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[Id]
    webhook_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    message_id: Mapped[str] = mapped_column(String(40))
    event: Mapped[EventType] = mapped_column(text_enum(EventType))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState))
    #: Since it was last asked for, by the house or by a person.
    tries: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    next_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class Attempt(Base):
    """One try: when, what was answered, and how long it took."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["delivery_id", "owner_organisation_id"],
            ["webhook_deliveries.id", "webhook_deliveries.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        Index(None, "delivery_id"),
    )

    id: Mapped[Id]
    delivery_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))
    status: Mapped[int | None]
    milliseconds: Mapped[int]
