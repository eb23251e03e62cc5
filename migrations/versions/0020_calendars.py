"""Calendars: visits of a technician or a project, by a secret address."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.calendar_walls import FUNCTIONS, walls

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # When a visit changed last: what calendar programs compare.
    op.add_column(
        "visits",
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.create_table(
        "calendars",
        columns.identity(),
        columns.owner(),
        sa.Column(
            "technician_id",
            sa.BigInteger(),
            sa.ForeignKey("technicians.id", ondelete="CASCADE"),
            nullable=True,
            index=True,
        ),
        sa.Column("project_id", sa.BigInteger(), nullable=True, index=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        columns.text("label", 200, ""),
        columns.text("language", 8),
        columns.ref("created_by_user_id", "users", optional=True),
        columns.moment("revoked_at"),
        columns.moment("first_read_at"),
        columns.moment("last_read_at"),
        columns.created_at(),
        columns.belongs_to("projects", "project_id", "owner_organisation_id"),
        sa.CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        sa.CheckConstraint(
            "(technician_id IS NULL) <> (project_id IS NULL)", name="subject"
        ),
        sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
    )
    for statement in walls():
        op.execute(statement)


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.drop_table("calendars")
    op.drop_column("visits", "changed_at")
