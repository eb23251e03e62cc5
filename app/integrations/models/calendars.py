"""Calendars that other programs follow; only their secrets' hashes are kept."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, Timestamped


class Calendar(Timestamped, Base):
    """The visits of one technician or of one project; it ends when it is revoked.

    What was cancelled before `first_read_at` it never told, and does not call off.
    """

    __tablename__ = "calendars"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"],
            ["projects.id", "projects.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        CheckConstraint(
            "(technician_id IS NULL) <> (project_id IS NULL)", name="subject"
        ),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        Index(None, "owner_organisation_id"),
        Index(None, "technician_id"),
        Index(None, "project_id"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE")
    )
    project_id: Mapped[int | None]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    label: Mapped[str] = mapped_column(String(200), server_default="")
    language: Mapped[str] = mapped_column(String(8))
    created_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]
    first_read_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
