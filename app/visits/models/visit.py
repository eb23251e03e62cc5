"""Visits and their assignments: one row per crew seat."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.visits.errors import NO_OVERLAP
from app.visits.states import BOOKING, FailureReason, VisitState

#: The offset is zero but in tests.
_NOW = "now() + make_interval(secs => (SELECT seconds FROM clock_offset WHERE id = 1))"
_BOOKING = ", ".join(f"'{state}'" for state in sorted(BOOKING))


class ActualTimes:
    """When things really happened, as well as it is known."""

    acknowledged_at: Mapped[datetime | None] = mapped_column(sort_order=50)
    departed_at: Mapped[datetime | None] = mapped_column(sort_order=51)
    arrived_at: Mapped[datetime | None] = mapped_column(sort_order=52)
    work_started_at: Mapped[datetime | None] = mapped_column(sort_order=53)
    work_ended_at: Mapped[datetime | None] = mapped_column(sort_order=54)


class Visit(ActualTimes, Base, Versioned, Timestamped):
    """A day part of a work order: open until a crew and a time are set."""

    __tablename__ = "visits"
    __table_args__ = (
        *(
            ForeignKeyConstraint(
                ["work_order_id", column],
                ["work_orders.id", f"work_orders.{column}"],
                ondelete="CASCADE",
                name=f"fk_visits_work_order_id_{column}",
            )
            for column in ("owner_organisation_id", "project_id")
        ),
        UniqueConstraint("work_order_id", "part"),
        # The target of its assignments' composite reference.
        UniqueConstraint("id", "owner_organisation_id"),
        CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        CheckConstraint("duration_seconds > 0", name="duration"),
        CheckConstraint(
            "CASE WHEN starts_at IS NULL THEN ends_at IS NULL"
            " AND state IN ('open', 'cancelled')"
            " ELSE ends_at > starts_at AND state <> 'open' END",
            name="time",
        ),
        Index("ix_visits_territory_id_starts_at", "territory_id", "starts_at"),
        Index("ix_visits_project_id", "project_id"),
    )

    id: Mapped[Id]
    work_order_id: Mapped[int]
    project_id: Mapped[int]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    part: Mapped[int]
    parts: Mapped[int]
    duration_seconds: Mapped[int]
    state: Mapped[VisitState] = mapped_column(
        text_enum(VisitState), default=VisitState.OPEN
    )
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    travel_seconds: Mapped[int | None]
    promise_start: Mapped[datetime | None]
    promise_end: Mapped[datetime | None]
    pinned: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    human_edited: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )
    dispatched_at: Mapped[datetime | None]
    #: Why it was sent off although something was not ready.
    dispatch_reason: Mapped[str | None] = mapped_column(String(500))
    failure_reason: Mapped[FailureReason | None] = mapped_column(
        text_enum(FailureReason)
    )
    failure_note: Mapped[str | None] = mapped_column(String(2000))
    #: By the database's own clock, for it costs no question.
    changed_at: Mapped[datetime] = mapped_column(
        server_default=text("now()"), onupdate=text(_NOW)
    )


class Assignment(ActualTimes, Base):
    """One seat of a crew: a technician, booked for the visit's time.

    The state and the actual times are that member's own.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["visit_id", "owner_organisation_id"],
            ["visits.id", "visits.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        # Crews change seats within one transaction.
        UniqueConstraint("visit_id", "seat", deferrable=True, initially="DEFERRED"),
        CheckConstraint("ends_at > starts_at", name="time"),
        # Deferred, for a swap is two overlaps until both rows have moved.
        ExcludeConstraint(
            (text("int8range(technician_id, technician_id, '[]')"), "&&"),
            ("during", "&&"),
            name=NO_OVERLAP,
            using="gist",
            where=text("is_booked"),
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_assignments_technician_id_starts_at", "technician_id", "starts_at"),
    )

    id: Mapped[Id]
    visit_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    seat: Mapped[int] = mapped_column(BigInteger)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    during: Mapped[Range[Any]] = mapped_column(
        TSTZRANGE, Computed("tstzrange(starts_at, ends_at)", persisted=True)
    )
    state: Mapped[VisitState] = mapped_column(text_enum(VisitState))
    is_booked: Mapped[bool] = mapped_column(
        Computed(f"state IN ({_BOOKING})", persisted=True)
    )
    #: From the site, when the arrival was reported; and why it was that far, if so.
    arrival_distance_m: Mapped[int | None]
    arrival_reason: Mapped[str | None] = mapped_column(String(500))
    pause_reason: Mapped[str | None] = mapped_column(String(500))
