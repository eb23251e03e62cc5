"""Phones: devices, the operations they send, their streams, and the epoch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import columns
from migrations.operation_walls import former_walls, walls

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FATES = ("applied", "merged", "held", "parked", "rejected")
DECISIONS = ("accept", "dismiss")
TABLES = ("operation_streams", "operations", "devices", "sync_state")


def upgrade() -> None:
    _devices()
    _operations()
    _streams()
    _state()
    for statement in walls():
        op.execute(statement)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _now(name: str) -> sa.Column[object]:
    return columns.needed(name, sa.DateTime(timezone=True))


def _one_of(column: str, values: tuple[str, ...], name: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


def _devices() -> None:
    op.create_table(
        "devices",
        columns.identity(),
        sa.Column("public_id", sa.String(40), nullable=False, unique=True),
        columns.ref("user_id", "users", index=True),
        columns.ref("technician_id", "technicians", index=True),
        columns.owner(),
        columns.text("label", 200),
        columns.integer("app"),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        _now("registered_at"),
        columns.moment("last_seen_at"),
        columns.moment("retired_at"),
        columns.maybe_text("boot", 80),
        _whole("mono_ms"),
        columns.moment("mono_at"),
        _whole("storage_free"),
        _whole("pending"),
        columns.moment("rate_since"),
        columns.integer("rate_count", 0),
    )


def _operations() -> None:
    op.create_table(
        "operations",
        columns.identity(),
        sa.Column("op_id", sa.Uuid(), nullable=False, unique=True),
        columns.ref("device_id", "devices"),
        columns.text("stream", 40),
        columns.integer("seq"),
        columns.flag("in_sequence", "true"),
        columns.ref("technician_id", "technicians"),
        columns.ref("user_id", "users"),
        columns.owner(),
        sa.Column(
            "visit_id",
            sa.BigInteger(),
            sa.ForeignKey("visits.id", ondelete="SET NULL"),
            nullable=True,
            index=True,
        ),
        columns.text("type", 60),
        _whole("base"),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        columns.moment("device_at"),
        _whole("mono_ms"),
        columns.maybe_text("boot", 80),
        _now("received_at"),
        _now("estimated_at"),
        columns.integer("skew_seconds"),
        columns.flag("is_skewed", "false"),
        columns.text("fate", 40),
        columns.maybe_text("code", 60),
        columns.maybe_text("detail", 2000),
        sa.Column("faults", postgresql.JSONB(), nullable=True),
        _whole("version"),
        columns.moment("decided_at"),
        columns.moment("held_at"),
        columns.moment("overdue_at"),
        columns.integer("other_bodies", 0),
        columns.maybe_text("decision", 40),
        columns.ref("resolved_by_user_id", "users", optional=True),
        columns.moment("resolved_at"),
        columns.maybe_text("resolution_note", 2000),
        sa.CheckConstraint("seq > 0", name="seq"),
        _one_of("fate", FATES, "fate"),
        _one_of("decision", DECISIONS, "decision"),
        sa.Index(
            "uq_operations_device_id_stream_seq",
            "device_id",
            "stream",
            "seq",
            unique=True,
            postgresql_where=sa.text("in_sequence"),
        ),
        sa.Index(
            "ix_operations_owner_organisation_id_open",
            "owner_organisation_id",
            "fate",
            "id",
            postgresql_where=sa.text(
                "resolved_at IS NULL AND fate IN ('held', 'parked', 'rejected')"
            ),
        ),
    )


def _streams() -> None:
    op.create_table(
        "operation_streams",
        sa.Column(
            "device_id",
            sa.BigInteger(),
            sa.ForeignKey("devices.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("stream", sa.String(40), primary_key=True),
        columns.integer("next_seq", 1),
        columns.integer("held", 0),
        _whole("last_version"),
        sa.Index(
            "ix_operation_streams_held",
            "device_id",
            postgresql_where=sa.text("held > 0"),
        ),
    )


def _state() -> None:
    """The epoch rises after a restore; `window_at` is how far visits were told of."""
    op.create_table(
        "sync_state",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        columns.integer("epoch", 1),
        columns.moment("window_at"),
        sa.CheckConstraint("id = 1", name="single"),
    )
    op.execute("INSERT INTO sync_state (id, epoch) VALUES (1, 1)")


def downgrade() -> None:
    for statement in former_walls():
        op.execute(statement)
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
