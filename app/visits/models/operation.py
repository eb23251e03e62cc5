"""The operation log: one row, and one fate, for whatever a phone sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, text_enum
from app.visits.states import Decision, Fate

OPEN = "resolved_at IS NULL AND fate IN ('held', 'parked', 'rejected')"


class Operation(Base):
    """What a phone sent, when it says so, and what became of it.

    One that came under a number already taken is not `in_sequence`: it is kept for a
    person, and holds no place. `other_bodies` counts repeats with another content.
    """

    __tablename__ = "operations"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        Index(
            "uq_operations_device_id_stream_seq",
            "device_id",
            "stream",
            "seq",
            unique=True,
            postgresql_where=text("in_sequence"),
        ),
        Index(
            "ix_operations_owner_organisation_id_open",
            "owner_organisation_id",
            "fate",
            "id",
            postgresql_where=text(OPEN),
        ),
    )

    id: Mapped[Id]
    op_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    stream: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    in_sequence: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="SET NULL"), index=True
    )
    type: Mapped[str] = mapped_column(String(60))
    #: The visit's version that the phone had before it.
    base: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    device_at: Mapped[datetime | None]
    mono_ms: Mapped[int | None]
    boot: Mapped[str | None] = mapped_column(String(80))
    received_at: Mapped[datetime]
    estimated_at: Mapped[datetime]
    skew_seconds: Mapped[int]
    is_skewed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    fate: Mapped[Fate] = mapped_column(text_enum(Fate))
    code: Mapped[str | None] = mapped_column(String(60))
    detail: Mapped[str | None] = mapped_column(String(2000))
    faults: Mapped[list[dict[str, str]] | None] = mapped_column(JSONB)
    version: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    #: Since when a dispatcher has the task to see to it.
    overdue_at: Mapped[datetime | None]
    other_bodies: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    decision: Mapped[Decision | None] = mapped_column(text_enum(Decision))
    resolved_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    resolved_at: Mapped[datetime | None]
    resolution_note: Mapped[str | None] = mapped_column(String(2000))
