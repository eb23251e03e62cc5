"""A technician's phones, how far each of their streams has come, and the epoch."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id


class Device(Base):
    """One installation of the phone's program, used by one person.

    `boot`, `mono_ms` and `mono_at` are what its running clock said, and when.
    """

    __tablename__ = "devices"

    id: Mapped[Id]
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"), index=True)
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    label: Mapped[str] = mapped_column(String(200))
    app: Mapped[int]
    #: The bearer token that was made for it last.
    session_id: Mapped[int | None]
    registered_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    boot: Mapped[str | None] = mapped_column(String(80))
    mono_ms: Mapped[int | None]
    mono_at: Mapped[datetime | None]
    storage_free: Mapped[int | None]
    pending: Mapped[int | None]
    #: Syncs since the start of the minute that is being counted.
    rate_since: Mapped[datetime | None]
    rate_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class OperationStream(Base):
    """Where a stream stands: locked by whoever takes its next operation."""

    __tablename__ = "operation_streams"
    __table_args__ = (
        Index(
            "ix_operation_streams_held", "device_id", postgresql_where=text("held > 0")
        ),
    )

    device_id: Mapped[int] = mapped_column(
        ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True
    )
    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    next_seq: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    #: How many of its operations are held.
    held: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: Numbers ahead that need not come: the log has them in another place.
    taken: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, server_default="{}"
    )
    #: The visit's version after the stream's last operation.
    last_version: Mapped[int | None]


class SyncState(Base):
    """The only row: the epoch of all cursors, and until when visits were told of."""

    __tablename__ = "sync_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    window_at: Mapped[datetime | None]
