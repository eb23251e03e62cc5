"""Visits and dispatch: visits, assignments; plans, runs, proposals and changes."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import columns
from migrations.visit_walls import walls

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

VISIT_STATES = (
    "open",
    "tentative",
    "planned",
    "confirmed",
    "dispatched",
    "acknowledged",
    "en_route",
    "on_site",
    "working",
    "paused",
    "done",
    "failed",
    "no_show",
    "cancelled",
)
RUN_STATES = ("queued", "running", "done", "failed", "cancelled")
PROPOSAL_STATES = ("open", "published", "dropped")
CHANGE_KINDS = ("added", "moved", "removed", "unchanged")
CHANGE_OUTCOMES = ("applied", "dropped", "left_out")
BOOKING = (
    "state IN ('acknowledged', 'confirmed', 'dispatched', 'done', 'en_route', "
    "'on_site', 'paused', 'planned', 'tentative', 'working')"
)

TABLES = (
    "proposal_changes",
    "proposals",
    "plan_runs",
    "plans",
    "assignments",
    "visits",
)
FUNCTIONS = ("booked_times(timestamptz, timestamptz)", "visible_visit_ids()")


def upgrade() -> None:
    _visits()
    _assignments()
    _plans()
    _runs()
    _proposals()
    _changes()
    for statement in walls():
        op.execute(statement)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(name: str, table: str, **kw: Any) -> sa.Column[Any]:
    nullable = kw.pop("nullable", False)
    return sa.Column(
        name, sa.BigInteger(), sa.ForeignKey(f"{table}.id"), nullable=nullable, **kw
    )


def _json(name: str, empty: str | None) -> sa.Column[Any]:
    default = None if empty is None else sa.text(f"'{empty}'::jsonb")
    return sa.Column(
        name, postgresql.JSONB(), nullable=empty is None, server_default=default
    )


def _one_of(column: str, values: tuple[str, ...], name: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


def _of_order(column: str) -> sa.ForeignKeyConstraint:
    """Keep a visit within the organisation and the project of its order."""
    return sa.ForeignKeyConstraint(
        ["work_order_id", column],
        ["work_orders.id", f"work_orders.{column}"],
        ondelete="CASCADE",
        name=f"fk_visits_work_order_id_{column}",
    )


def _visits() -> None:
    op.create_table(
        "visits",
        columns.identity(),
        columns.integer("work_order_id"),
        columns.integer("project_id"),
        columns.owner(),
        _refers("territory_id", "territories"),
        columns.integer("part"),
        columns.integer("parts"),
        columns.integer("duration_seconds"),
        columns.text("state", 40),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("travel_seconds", sa.BigInteger()),
        _moment("promise_start"),
        _moment("promise_end"),
        columns.flag("pinned", "false"),
        columns.flag("human_edited", "false"),
        columns.integer("version", 1),
        columns.created_at(),
        _of_order("owner_organisation_id"),
        _of_order("project_id"),
        sa.UniqueConstraint("work_order_id", "part"),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        sa.CheckConstraint("duration_seconds > 0", name="duration"),
        sa.CheckConstraint(
            "CASE WHEN starts_at IS NULL THEN ends_at IS NULL"
            " AND state IN ('open', 'cancelled')"
            " ELSE ends_at > starts_at AND state <> 'open' END",
            name="time",
        ),
        _one_of("state", VISIT_STATES, "visitstate"),
        sa.Index("ix_visits_territory_id_starts_at", "territory_id", "starts_at"),
        sa.Index("ix_visits_project_id", "project_id"),
    )


def _assignments() -> None:
    op.create_table(
        "assignments",
        columns.identity(),
        columns.integer("visit_id"),
        columns.integer("owner_organisation_id"),
        columns.integer("seat"),
        _refers("technician_id", "technicians"),
        _moment("starts_at", nullable=False),
        _moment("ends_at", nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            sa.Computed("tstzrange(starts_at, ends_at)", persisted=True),
            nullable=False,
        ),
        columns.text("state", 40),
        sa.Column(
            "is_booked",
            sa.Boolean(),
            sa.Computed(BOOKING, persisted=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "owner_organisation_id"],
            ["visits.id", "visits.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("visit_id", "seat", deferrable=True, initially="DEFERRED"),
        sa.CheckConstraint("ends_at > starts_at", name="time"),
        _one_of("state", VISIT_STATES, "visitstate"),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(technician_id, technician_id, '[]')"), "&&"),
            ("during", "&&"),
            name="assignments_no_overlap",
            using="gist",
            where=sa.text("is_booked"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.Index(
            "ix_assignments_technician_id_starts_at", "technician_id", "starts_at"
        ),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        columns.identity(),
        _refers("territory_id", "territories", unique=True),
        columns.owner(),
        _moment("published_at"),
        columns.integer("version", 1),
    )


def _runs() -> None:
    op.create_table(
        "plan_runs",
        columns.identity(),
        _refers("territory_id", "territories"),
        columns.owner(),
        _refers("requested_by_user_id", "users", nullable=True),
        columns.text("state", 40),
        sa.Column("from_day", sa.Date(), nullable=False),
        columns.integer("days"),
        columns.integer("seconds"),
        columns.integer("seed"),
        _json("policy", "{}"),
        _json("progress", "{}"),
        _json("problem", None),
        sa.Column("failure", sa.String(2000)),
        columns.flag("cancel_requested", "false"),
        columns.integer("attempt", 0),
        _moment("beat_at"),
        _moment("started_at"),
        _moment("finished_at"),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint("days BETWEEN 1 AND 14", name="days"),
        sa.CheckConstraint("seconds BETWEEN 1 AND 3600", name="seconds"),
        _one_of("state", RUN_STATES, "runstate"),
        sa.Index(
            "uq_plan_runs_one_at_work",
            "territory_id",
            unique=True,
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        ),
        sa.Index("ix_plan_runs_territory_id_id", "territory_id", "id"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        columns.identity(),
        sa.Column("run_id", sa.BigInteger(), nullable=False, unique=True),
        _refers("territory_id", "territories", index=True),
        columns.owner(),
        columns.integer("base_version"),
        columns.text("state", 40),
        sa.Column("solution", postgresql.JSONB(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        _json("unassigned", "[]"),
        _json("violations", "[]"),
        _moment("published_at"),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.ForeignKeyConstraint(
            ["run_id", "owner_organisation_id"],
            ["plan_runs.id", "plan_runs.owner_organisation_id"],
        ),
        _one_of("state", PROPOSAL_STATES, "proposalstate"),
    )


def _changes() -> None:
    ids = postgresql.ARRAY(sa.BigInteger())
    none = sa.text("'{}'::bigint[]")
    op.create_table(
        "proposal_changes",
        columns.identity(),
        columns.integer("proposal_id"),
        columns.integer("owner_organisation_id"),
        sa.Column(
            "visit_id",
            sa.BigInteger(),
            sa.ForeignKey("visits.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        columns.integer("work_order_id"),
        columns.text("kind", 40),
        columns.integer("visit_version"),
        sa.Column("technician_ids", ids, nullable=False, server_default=none),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("travel_seconds", sa.BigInteger()),
        sa.Column("was_technician_ids", ids, nullable=False, server_default=none),
        _moment("was_starts_at"),
        _moment("was_ends_at"),
        sa.Column("outcome", sa.String(40)),
        sa.Column("why", sa.String(500)),
        sa.ForeignKeyConstraint(
            ["proposal_id", "owner_organisation_id"],
            ["proposals.id", "proposals.owner_organisation_id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("proposal_id", "visit_id"),
        _one_of("kind", CHANGE_KINDS, "changekind"),
        _one_of("outcome", CHANGE_OUTCOMES, "changeoutcome"),
    )


def downgrade() -> None:
    # A policy that names a function must go before it does.
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
