"""Work offered to service partners by rule; who took it, and who knows whom."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.partner_walls import former_walls, walls

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = "('delivery', 'installation', 'commissioning', 'maintenance', 'repair')"
STATES = "('offered', 'accepted', 'declined', 'timed_out', 'withdrawn')"
RATE = "(rate_minor IS NULL) = (currency IS NULL) AND rate_minor >= 0"


def upgrade() -> None:
    op.add_column(
        "work_orders",
        columns.ref("partner_organisation_id", "organisations", optional=True),
    )
    _rules()
    _offers()
    for statement in walls():
        op.execute(statement)


def _rules() -> None:
    op.create_table(
        "offer_rules",
        columns.identity(),
        columns.owner(),
        columns.ref("partner_organisation_id", "organisations", index=True),
        columns.ref("territory_id", "territories", optional=True),
        columns.maybe_text("kind", 40),
        columns.integer("quota_percent"),
        columns.integer("respond_within_seconds"),
        sa.Column("rate_minor", sa.BigInteger()),
        columns.maybe_text("currency", 3),
        columns.flag("is_active", "true"),
        columns.integer("version", 1),
        sa.UniqueConstraint("id", "owner_organisation_id", "partner_organisation_id"),
        sa.UniqueConstraint(
            "owner_organisation_id",
            "partner_organisation_id",
            "territory_id",
            "kind",
            name="uq_offer_rules_for",
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
        sa.CheckConstraint("quota_percent BETWEEN 1 AND 100", name="quota"),
        sa.CheckConstraint("respond_within_seconds >= 60", name="respond"),
        sa.CheckConstraint(RATE, name="rate"),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        columns.identity(),
        columns.integer("work_order_id"),
        columns.integer("project_id"),
        columns.owner(),
        columns.integer("partner_organisation_id"),
        columns.integer("rule_id"),
        columns.integer("round"),
        columns.text("state", 40),
        columns.ref("territory_id", "territories"),
        columns.needed("lat", sa.Float()),
        columns.needed("lon", sa.Float()),
        columns.text("kind", 40),
        columns.integer("duration_seconds"),
        columns.integer("crew_size"),
        columns.json("skills"),
        columns.json("windows"),
        columns.moment("earliest"),
        columns.moment("due"),
        sa.Column("rate_minor", sa.BigInteger()),
        columns.maybe_text("currency", 3),
        columns.needed("offered_at", sa.DateTime(timezone=True)),
        columns.needed("respond_by", sa.DateTime(timezone=True)),
        columns.moment("decided_at"),
        columns.maybe_text("decline_reason", 500),
        columns.integer("version", 1),
        columns.belongs_to("work_orders", "work_order_id", "owner_organisation_id"),
        columns.belongs_to("work_orders", "work_order_id", "project_id"),
        sa.ForeignKeyConstraint(
            ["rule_id", "owner_organisation_id", "partner_organisation_id"],
            [
                "offer_rules.id",
                "offer_rules.owner_organisation_id",
                "offer_rules.partner_organisation_id",
            ],
        ),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
        sa.CheckConstraint(f"state IN {STATES}", name="offerstate"),
        sa.CheckConstraint("respond_by > offered_at", name="respond"),
        sa.CheckConstraint(
            "(state = 'offered') = (decided_at IS NULL)", name="decided"
        ),
        sa.CheckConstraint(RATE, name="rate"),
        sa.Index("ix_offers_work_order_id", "work_order_id"),
        sa.Index(
            "ix_offers_partner_organisation_id_state",
            "partner_organisation_id",
            "state",
        ),
        sa.Index(
            "uq_offers_live",
            "work_order_id",
            unique=True,
            postgresql_where=sa.text("state IN ('offered', 'accepted')"),
        ),
        sa.Index(
            "ix_offers_waiting",
            "respond_by",
            postgresql_where=sa.text("state = 'offered'"),
        ),
    )


def downgrade() -> None:
    for statement in former_walls():
        op.execute(statement)
    op.drop_table("offers")
    op.drop_table("offer_rules")
    op.drop_column("work_orders", "partner_organisation_id")
