"""Goods on their way to a project, as whoever sends them tells."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.models import CatalogueModel
from app.core.database import Base, Id, Versioned


class Goods(Versioned, Base):
    """So many of one model under the sender's reference; `revision` is the sender's."""

    __tablename__ = "goods"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"],
            ["projects.id", "projects.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("project_id", "reference"),
        CheckConstraint(
            "quantity > 0 AND received_quantity BETWEEN 0 AND quantity",
            name="quantity",
        ),
        Index(None, "project_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(100))
    model_id: Mapped[int] = mapped_column(ForeignKey("catalogue_models.id"))
    quantity: Mapped[int]
    expected_at: Mapped[datetime | None]
    received_quantity: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    received_at: Mapped[datetime | None]
    revision: Mapped[int]
    #: Who told it last, as the audit names them.
    source: Mapped[str] = mapped_column(String(40))

    model: Mapped[CatalogueModel] = relationship(
        lazy="joined", innerjoin=True, viewonly=True
    )
