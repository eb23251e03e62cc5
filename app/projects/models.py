"""Projects, their places and what is wanted there; imports and their rows."""

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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.models import CatalogueModel
from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.projects.rules.intake import Customer, Wishes
from app.projects.states import (
    ImportKind,
    ImportState,
    Priority,
    ProjectState,
    RowOutcome,
)

OF_PROJECT = ["projects.id", "projects.owner_organisation_id"]


class Project(Versioned, Timestamped, Base):
    __tablename__ = "projects"
    __table_args__ = (
        # Each store numbers its orders for itself.
        Index(
            "uq_projects_external_reference",
            "owner_organisation_id",
            "brought_by_organisation_id",
            "external_reference",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("external_reference IS NOT NULL"),
        ),
        # What rows below refer to, so that none can point into another organisation.
        UniqueConstraint("id", "owner_organisation_id"),
        Index(None, "territory_id"),
        Index(None, "brought_by_organisation_id"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    external_reference: Mapped[str | None] = mapped_column(String(100))
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    brought_by_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id")
    )
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[ProjectState] = mapped_column(text_enum(ProjectState))
    customer_name: Mapped[str] = mapped_column(String(200))
    customer_phone: Mapped[str] = mapped_column(String(40))
    customer_email: Mapped[str | None] = mapped_column(String(254))
    note: Mapped[str | None] = mapped_column(String(2000))
    priority: Mapped[Priority] = mapped_column(text_enum(Priority))
    earliest: Mapped[datetime | None]
    due: Mapped[datetime | None]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    #: A digest of each value as first sent: the same order sent again is told from
    #: another one under the same reference, whatever was edited since.
    intake: Mapped[dict[str, str]] = mapped_column(JSONB)

    sites: Mapped[list["Site"]] = relationship(
        order_by="Site.id", lazy="selectin", viewonly=True
    )

    @property
    def customer(self) -> Customer:
        return Customer(self.customer_name, self.customer_phone, self.customer_email)

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.earliest, self.due, self.priority, self.note)


class Site(Versioned, Base):
    __tablename__ = "sites"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"], OF_PROJECT, ondelete="CASCADE"
        ),
        UniqueConstraint("id", "project_id"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        Index(None, "project_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500))
    lat: Mapped[float]
    lon: Mapped[float]
    time_zone: Mapped[str] = mapped_column(String(60))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    contact_name: Mapped[str | None] = mapped_column(String(200))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    access_note: Mapped[str | None] = mapped_column(String(2000))

    lines: Mapped[list["ProjectLine"]] = relationship(
        order_by="ProjectLine.model_id", lazy="selectin", viewonly=True
    )


class ProjectLine(Base):
    """So many of one model, wanted at one site."""

    __tablename__ = "project_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"], OF_PROJECT, ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["site_id", "project_id"],
            ["sites.id", "sites.project_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "project_id"),
    )

    site_id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_models.id"), primary_key=True
    )
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    quantity: Mapped[int]
    model: Mapped[CatalogueModel] = relationship(
        lazy="joined", innerjoin=True, viewonly=True
    )


class Equipment(Base):
    """One appliance at its place; serial and position are learnt on the site."""

    __tablename__ = "equipment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"], OF_PROJECT, ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["site_id", "project_id"],
            ["sites.id", "sites.project_id"],
            ondelete="CASCADE",
        ),
        Index(None, "project_id"),
        Index(None, "site_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    site_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    model_id: Mapped[int] = mapped_column(ForeignKey("catalogue_models.id"))
    serial: Mapped[str | None] = mapped_column(String(100))
    position: Mapped[str | None] = mapped_column(String(100))


class CustomerLink(Timestamped, Base):
    """Whoever holds its token may follow the project; only the hash is kept."""

    __tablename__ = "customer_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"], OF_PROJECT, ondelete="CASCADE"
        ),
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        Index(None, "project_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    #: For whom it was made, in the words of who made it.
    label: Mapped[str] = mapped_column(String(200), server_default="")
    created_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class Import(Versioned, Timestamped, Base):
    """A file that was read, and how far its good rows got."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("id", "owner_organisation_id"),
        Index(None, "owner_organisation_id"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[ImportKind] = mapped_column(text_enum(ImportKind))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(text_enum(ImportState))
    rows_total: Mapped[int]
    rows_good: Mapped[int]
    rows_bad: Mapped[int]
    rows_known: Mapped[int]
    rows_added: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    created_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ImportRow(Base):
    """One row of the sheet: `values` by column, and what is wrong with them."""

    __tablename__ = "import_rows"
    __table_args__ = (
        ForeignKeyConstraint(
            ["import_id", "owner_organisation_id"],
            ["imports.id", "imports.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        Index(None, "import_id", "outcome"),
    )

    import_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_organisation_id: Mapped[int]
    values: Mapped[dict[str, str]] = mapped_column(JSONB)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    outcome: Mapped[RowOutcome] = mapped_column(text_enum(RowOutcome))
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("projects.id", ondelete="SET NULL")
    )
