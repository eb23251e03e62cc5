"""Plans, the runs that make proposals, and what each proposal would change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from app.core.database import Base, Id, Timestamped, Versioned, text_enum
from app.dispatch.errors import ONE_RUN_AT_WORK
from app.dispatch.states import (
    AT_WORK,
    ChangeKind,
    ChangeOutcome,
    ProposalState,
    RunState,
)

_AT_WORK = ", ".join(f"'{state}'" for state in sorted(AT_WORK))
EMPTY_OBJECT = text("'{}'::jsonb")
EMPTY_LIST = text("'[]'::jsonb")
NO_IDS = text("'{}'::bigint[]")


class Plan(Base, Versioned):
    """What is published of a territory: its version is raised by each publishing."""

    __tablename__ = "plans"

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), unique=True)
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    published_at: Mapped[datetime | None]


class PlanRun(Base, Versioned, Timestamped):
    """One run of the optimiser.

    `attempt` fences: a worker that was taken for dead finds it raised and gives up.
    """

    __tablename__ = "plan_runs"
    __table_args__ = (
        UniqueConstraint("id", "owner_organisation_id"),
        CheckConstraint("days BETWEEN 1 AND 14", name="days"),
        CheckConstraint("seconds BETWEEN 1 AND 3600", name="seconds"),
        Index(
            ONE_RUN_AT_WORK,
            "territory_id",
            unique=True,
            postgresql_where=text(f"state IN ({_AT_WORK})"),
        ),
        Index("ix_plan_runs_territory_id_id", "territory_id", "id"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    requested_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[RunState] = mapped_column(text_enum(RunState))
    from_day: Mapped[date]
    days: Mapped[int]
    seconds: Mapped[int]
    seed: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=EMPTY_OBJECT)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB, deferred=True)
    failure: Mapped[str | None] = mapped_column(String(2000))
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    beat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Proposal(Base, Versioned, Timestamped):
    """What a run found, as a difference from the plan at `base_version`."""

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("id", "owner_organisation_id"),
        ForeignKeyConstraint(
            ["run_id", "owner_organisation_id"],
            ["plan_runs.id", "plan_runs.owner_organisation_id"],
        ),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(unique=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    base_version: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(text_enum(ProposalState))
    solution: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    unassigned: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=EMPTY_LIST
    )
    #: What the independent check found wrong; such a proposal is never published.
    violations: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=EMPTY_LIST
    )
    published_at: Mapped[datetime | None]


class ProposalChange(Base):
    """One visit of a proposal: where it was, and where it would be."""

    __tablename__ = "proposal_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "owner_organisation_id"],
            ["proposals.id", "proposals.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("proposal_id", "visit_id"),
    )

    id: Mapped[Id]
    proposal_id: Mapped[int]
    owner_organisation_id: Mapped[int]
    visit_id: Mapped[int] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    work_order_id: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(text_enum(ChangeKind))
    #: The visit's version when the run looked; any other one means somebody came first.
    visit_version: Mapped[int]
    technician_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=NO_IDS
    )
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    travel_seconds: Mapped[int | None]
    was_technician_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=NO_IDS
    )
    was_starts_at: Mapped[datetime | None]
    was_ends_at: Mapped[datetime | None]
    outcome: Mapped[ChangeOutcome | None] = mapped_column(text_enum(ChangeOutcome))
    why: Mapped[str | None] = mapped_column(String(500))
