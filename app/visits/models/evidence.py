"""What technicians recorded on site: added to, amended by later rows, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, text_enum
from app.visits.states import EvidenceKind


class VisitEvidence(Base):
    """One photo, signature, serial, step, note or part; `data` is as its kind asks.

    `sha256`, `size` and `media_type` say which bytes belong to it; those may come
    later. `amends_id` is the row that this one stands in for.
    """

    __tablename__ = "visit_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["visit_id", "owner_organisation_id"],
            ["visits.id", "visits.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("unit >= 1", name="unit"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        Index(None, "visit_id"),
        Index(None, "project_id"),
        Index(None, "operation_id", unique=True),
    )

    id: Mapped[Id]
    visit_id: Mapped[int]
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE")
    )
    owner_organisation_id: Mapped[int]
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    operation_id: Mapped[UUID | None] = mapped_column(Uuid)
    kind: Mapped[EvidenceKind] = mapped_column(text_enum(EvidenceKind))
    purpose: Mapped[str | None] = mapped_column(String(40))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_models.id"))
    unit: Mapped[int | None]
    step_key: Mapped[str | None] = mapped_column(String(60))
    template_version: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(100))
    amends_id: Mapped[int | None] = mapped_column(
        ForeignKey("visit_evidence.id", ondelete="CASCADE")
    )
    recorded_at: Mapped[datetime]
    received_at: Mapped[datetime]
