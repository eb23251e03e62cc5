"""Integrations: where other programs hear of changes, and what they may say and ask."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.key_walls import FUNCTIONS, former_walls, walls
from migrations.walls import IS_SYSTEM, OWN, protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OUTCOMES = (
    "'answered', 'refused', 'redirected', 'unresolved', 'inside', 'unreachable', "
    "'too_slow'"
)
EVENTS = "'project.changed', 'work_order.changed', 'goods.changed', 'webhook.test'"


def upgrade() -> None:
    _webhooks()
    _deliveries()
    _keys()
    _goods()
    for statement in (
        *walls(),
        *protect("webhooks", read=OWN, write=OWN),
        *protect("webhook_secrets", read=IS_SYSTEM),
        *protect("webhook_deliveries", read=OWN, write=OWN),
        *protect("webhook_attempts", read=OWN),
    ):
        op.execute(statement)


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        columns.identity(),
        columns.owner(),
        columns.text("url", 500),
        columns.text("label", 200, ""),
        columns.json("events"),
        columns.text("state", 40),
        columns.moment("failing_since"),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'disabled')", name="webhookstate"
        ),
    )
    op.create_table(
        "webhook_secrets",
        columns.identity(),
        sa.Column(
            "webhook_id",
            sa.BigInteger(),
            sa.ForeignKey("webhooks.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        columns.needed("secret", sa.LargeBinary()),
        columns.moment("expires_at"),
        columns.created_at(),
    )


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        columns.identity(),
        columns.indexed("webhook_id"),
        columns.integer("owner_organisation_id"),
        columns.text("message_id", 40),
        columns.text("event", 40),
        columns.json("payload"),
        columns.text("state", 40),
        columns.integer("tries", 0),
        columns.moment("next_at"),
        columns.moment("delivered_at"),
        columns.integer("version", 1),
        columns.created_at(),
        columns.belongs_to("webhooks", "webhook_id", "owner_organisation_id"),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint(f"event IN ({EVENTS})", name="eventtype"),
        sa.CheckConstraint(
            "state IN ('pending', 'delivered', 'failed')", name="deliverystate"
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (next_at IS NOT NULL)", name="next_at"
        ),
        sa.Index(
            "ix_webhook_deliveries_due",
            "next_at",
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )
    op.create_table(
        "webhook_attempts",
        columns.identity(),
        columns.indexed("delivery_id"),
        columns.integer("owner_organisation_id"),
        columns.needed("at", sa.DateTime(timezone=True)),
        columns.text("outcome", 40),
        sa.Column("status", sa.BigInteger(), nullable=True),
        columns.integer("milliseconds"),
        columns.belongs_to(
            "webhook_deliveries", "delivery_id", "owner_organisation_id"
        ),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name="outcome"),
    )


def _keys() -> None:
    op.create_table(
        "api_keys",
        columns.identity(),
        columns.owner(),
        columns.text("label", 200),
        columns.text("prefix", 12),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        columns.json("scopes"),
        columns.ref("created_by_user_id", "users", optional=True),
        columns.needed("expires_at", sa.DateTime(timezone=True)),
        columns.moment("revoked_at"),
        columns.moment("last_used_at"),
        columns.created_at(),
        sa.CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
    )


def _goods() -> None:
    op.create_table(
        "goods",
        columns.identity(),
        columns.indexed("project_id"),
        columns.integer("owner_organisation_id"),
        columns.text("reference", 100),
        columns.ref("model_id", "catalogue_models"),
        columns.integer("quantity"),
        columns.moment("expected_at"),
        columns.integer("received_quantity", 0),
        columns.moment("received_at"),
        columns.integer("revision"),
        columns.text("source", 40),
        columns.integer("version", 1),
        columns.belongs_to("projects", "project_id", "owner_organisation_id"),
        sa.UniqueConstraint("project_id", "reference"),
        sa.CheckConstraint(
            "quantity > 0 AND received_quantity BETWEEN 0 AND quantity",
            name="quantity",
        ),
    )


def downgrade() -> None:
    for statement in former_walls():
        op.execute(statement)
    for table in (
        "goods",
        "api_keys",
        "webhook_attempts",
        "webhook_deliveries",
        "webhook_secrets",
        "webhooks",
    ):
        op.drop_table(table)
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
