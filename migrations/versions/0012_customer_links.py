"""Customers' links: a project's page for whoever holds one."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.link_walls import FUNCTIONS, former_walls, walls

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer_links",
        columns.identity(),
        columns.integer("project_id"),
        columns.integer("owner_organisation_id"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        columns.text("label", 200, ""),
        columns.ref("created_by_user_id", "users", optional=True),
        columns.needed("expires_at", sa.DateTime(timezone=True)),
        columns.moment("revoked_at"),
        columns.moment("last_seen_at"),
        columns.created_at(),
        columns.belongs_to("projects", "project_id", "owner_organisation_id"),
        sa.CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        sa.Index("ix_customer_links_project_id", "project_id"),
    )
    # How a customer who has a question reaches the organisation that plans.
    op.add_column("organisations", columns.maybe_text("service_phone", 40))
    op.add_column("organisations", columns.maybe_text("service_email", 254))
    for statement in walls():
        op.execute(statement)


def downgrade() -> None:
    for statement in former_walls():
        op.execute(statement)
    op.drop_table("customer_links")
    for function in (*FUNCTIONS, "actor_link_id()"):
        op.execute(f"DROP FUNCTION {function}")
    for column in ("service_phone", "service_email"):
        op.drop_column("organisations", column)
