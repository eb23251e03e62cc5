"""Work orders, what they handle, and which must come before which."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.states import WorkKind
from app.core.database import Base, Id, Versioned, text_enum
from app.projects.models import Project, Site
from app.projects.states import Priority
from app.work_orders.states import DependencyKind, WorkOrderState

OF_ORDER = ["work_orders.id", "work_orders.project_id"]


class WorkOrder(Versioned, Base):
    """One kind of work at one site.

    `duration_seconds` is all of it for a crew of `crew_size`; `setup_seconds` is the
    part of that which is spent once, however many appliances there are.
    """

    __tablename__ = "work_orders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "owner_organisation_id"],
            ["projects.id", "projects.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["site_id", "project_id"],
            ["sites.id", "sites.project_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("id", "project_id"),
        UniqueConstraint("id", "owner_organisation_id"),
        CheckConstraint("duration_seconds > 0", name="duration"),
        CheckConstraint("crew_size BETWEEN 1 AND 20", name="crew"),
        CheckConstraint("earliest < due", name="dates"),
        Index(None, "project_id"),
        Index(None, "site_id"),
        Index(None, "territory_id", "state"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    project_id: Mapped[int]
    site_id: Mapped[int]
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    kind: Mapped[WorkKind] = mapped_column(text_enum(WorkKind))
    state: Mapped[WorkOrderState] = mapped_column(text_enum(WorkOrderState))
    duration_seconds: Mapped[int]
    setup_seconds: Mapped[int]
    crew_size: Mapped[int]
    #: Skill code → least level.
    skills: Mapped[dict[str, int]] = mapped_column(JSONB)
    load_kg: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    load_m3: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    priority: Mapped[Priority] = mapped_column(text_enum(Priority))
    #: `{"start", "end"}` in ISO 8601, half-open; empty means at any time.
    windows: Mapped[list[dict[str, str]]] = mapped_column(
        JSONB, server_default=text("'[]'")
    )
    earliest: Mapped[datetime | None]
    due: Mapped[datetime | None]
    #: The order whose unfinished lines this one carries.
    follow_up_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_orders.id"), index=True
    )
    verified_at: Mapped[datetime | None]
    verified_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Why it was accepted although something is missing or out of limits.
    waiver: Mapped[str | None] = mapped_column(String(2000))
    sent_back_reason: Mapped[str | None] = mapped_column(String(2000))
    times_sent_back: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: The service partner that took the work; it plans it with its own people.
    partner_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id")
    )

    project: Mapped[Project] = relationship(
        lazy="selectin",
        viewonly=True,
        primaryjoin="foreign(WorkOrder.project_id) == Project.id",
    )
    site: Mapped[Site] = relationship(
        lazy="selectin",
        viewonly=True,
        primaryjoin="foreign(WorkOrder.site_id) == Site.id",
    )
    after: Mapped[list["WorkOrderDependency"]] = relationship(
        lazy="selectin",
        viewonly=True,
        primaryjoin="WorkOrder.id == foreign(WorkOrderDependency.to_id)",
        order_by="WorkOrderDependency.from_id",
    )


class WorkOrderLine(Base):
    __tablename__ = "work_order_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["work_order_id", "owner_organisation_id"],
            ["work_orders.id", "work_orders.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["work_order_id", "project_id"], OF_ORDER, ondelete="CASCADE"
        ),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    work_order_id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_models.id"), primary_key=True
    )
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    quantity: Mapped[int]


class WorkOrderDependency(Base):
    """`to_id` waits for `from_id`; the lag is passive time on the site."""

    __tablename__ = "work_order_dependencies"
    __table_args__ = (
        ForeignKeyConstraint(["from_id", "project_id"], OF_ORDER, ondelete="CASCADE"),
        ForeignKeyConstraint(["to_id", "project_id"], OF_ORDER, ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["from_id", "owner_organisation_id"],
            ["work_orders.id", "work_orders.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("from_id <> to_id", name="apart"),
        CheckConstraint("min_lag_seconds <= max_lag_seconds", name="lags"),
        Index(None, "to_id"),
    )

    from_id: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    kind: Mapped[DependencyKind] = mapped_column(text_enum(DependencyKind))
    min_lag_seconds: Mapped[int]
    max_lag_seconds: Mapped[int | None]
