"""Execution: actual times on visits and assignments, evidence, supervision."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.walls import IS_SYSTEM, OWN, READS_ALL

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ACTUAL_TIMES = (
    "acknowledged_at",
    "departed_at",
    "arrived_at",
    "work_started_at",
    "work_ended_at",
)
REASONS = (
    "not_ready",
    "customer_absent",
    "no_access",
    "missing_goods",
    "missing_kit",
    "damaged_goods",
    "unsafe",
    "other",
)
KINDS = ("photo", "signature", "serial", "step", "note", "part")
ON_VISITS = ("dispatched_at", "dispatch_reason", "failure_reason", "failure_note")
ON_ASSIGNMENTS = ("arrival_distance_m", "arrival_reason", "pause_reason")
ON_ORDERS = (
    "follow_up_of_id",
    "verified_at",
    "verified_by_user_id",
    "waiver",
    "sent_back_reason",
)


def upgrade() -> None:
    for table in ("visits", "assignments"):
        _add(table, *map(columns.moment, ACTUAL_TIMES))
    _add(
        "visits",
        columns.moment("dispatched_at"),
        columns.maybe_text("dispatch_reason", 500),
        columns.maybe_text("failure_reason", 40),
        columns.maybe_text("failure_note", 2000),
    )
    op.create_check_constraint(
        "failurereason", "visits", _one_of("failure_reason", REASONS)
    )
    _add(
        "assignments",
        sa.Column("arrival_distance_m", sa.BigInteger()),
        columns.maybe_text("arrival_reason", 500),
        columns.maybe_text("pause_reason", 500),
    )
    _add(
        "work_orders",
        columns.ref("follow_up_of_id", "work_orders", index=True, optional=True),
        columns.moment("verified_at"),
        columns.ref("verified_by_user_id", "users", optional=True),
        columns.maybe_text("waiver", 2000),
        columns.maybe_text("sent_back_reason", 2000),
    )
    _evidence()


def _add(table: str, *added: sa.Column[Any]) -> None:
    for column in added:
        op.add_column(table, column)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _evidence() -> None:
    op.create_table(
        "visit_evidence",
        columns.identity(),
        columns.indexed("visit_id"),
        columns.part_of("projects", "project_id"),
        columns.integer("owner_organisation_id"),
        columns.ref("technician_id", "technicians"),
        sa.Column("operation_id", sa.Uuid(), index=True, unique=True),
        columns.text("kind", 40),
        columns.maybe_text("purpose", 40),
        columns.ref("model_id", "catalogue_models", optional=True),
        sa.Column("unit", sa.BigInteger()),
        columns.maybe_text("step_key", 60),
        sa.Column("template_version", sa.BigInteger()),
        columns.json("data"),
        sa.Column("sha256", sa.LargeBinary()),
        sa.Column("size", sa.BigInteger()),
        columns.maybe_text("media_type", 100),
        sa.Column(
            "amends_id",
            sa.BigInteger(),
            sa.ForeignKey("visit_evidence.id", ondelete="CASCADE"),
        ),
        columns.needed("recorded_at", sa.DateTime(timezone=True)),
        columns.needed("received_at", sa.DateTime(timezone=True)),
        columns.belongs_to("visits", "visit_id", "owner_organisation_id"),
        sa.CheckConstraint("unit >= 1", name="unit"),
        sa.CheckConstraint("size >= 0", name="size"),
        sa.CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        sa.CheckConstraint(_one_of("kind", KINDS), name="evidencekind"),
        sa.Index("ix_visit_evidence_project_id", "project_id"),
    )
    for statement in (
        "ALTER TABLE visit_evidence ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE visit_evidence FORCE ROW LEVEL SECURITY",
        (
            "CREATE POLICY visit_evidence_read ON visit_evidence FOR SELECT USING "
            f"({READS_ALL} OR {OWN} OR visit_id IN (SELECT visible_visit_ids()))"
        ),
        # Without policies to update and delete, nobody does: it is added to only.
        (
            "CREATE POLICY visit_evidence_insert ON visit_evidence FOR INSERT "
            f"WITH CHECK ({IS_SYSTEM})"
        ),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("visit_evidence")
    for column in ON_ORDERS:
        op.drop_column("work_orders", column)
    for column in (*ON_VISITS, *ACTUAL_TIMES):
        op.drop_column("visits", column)
    for column in (*ON_ASSIGNMENTS, *ACTUAL_TIMES):
        op.drop_column("assignments", column)
