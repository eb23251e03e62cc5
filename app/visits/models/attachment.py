"""A picture of a visit: its bytes as they come, and what became of them."""

from datetime import datetime

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
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, text_enum
from app.visits.states import AttachmentState


class Attachment(Base):
    """What a technician sends of a visit, known by what its bytes hash to.

    It is `pending` until all `size` bytes were received and opened. `sha256` is of
    what the phone took, `stored_sha256` of the pixels that are kept.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["visit_id", "owner_organisation_id"],
            ["visits.id", "visits.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("visit_id", "technician_id", "sha256"),
        CheckConstraint("size > 0 AND received BETWEEN 0 AND size", name="size"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint(
            "(state = 'stored') = (stored_sha256 IS NOT NULL AND width IS NOT NULL "
            "AND height IS NOT NULL) AND (state = 'refused') = (reason IS NOT NULL)",
            name="outcome",
        ),
        Index("ix_attachments_technician_id_created_at", "technician_id", "created_at"),
        Index(
            "ix_attachments_pending",
            "expires_at",
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[Id]
    visit_id: Mapped[int]
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    received: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: How often all bytes were there and were not those that `sha256` names.
    mismatches: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    state: Mapped[AttachmentState] = mapped_column(text_enum(AttachmentState))
    #: Why it was refused: a code of `app.core.pictures.REASONS`, or of the upload's.
    reason: Mapped[str | None] = mapped_column(String(60))
    stored_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime]
    #: Until when the rest of the bytes may come.
    expires_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
