"""Sales: packages and rates, leads and surveys, quotes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations import columns
from migrations.sales_walls import walls

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = "('delivery', 'installation', 'commissioning', 'maintenance', 'repair')"
CATEGORIES = """('vrf', 'split', 'fan_coil', 'water_heating', 'kitchen', 'laundry',
'refrigeration')"""
LEAD = ("lead_id", "owner_organisation_id")


def upgrade() -> None:
    _packages()
    _rates()
    _leads()
    _surveys()
    _quotes()
    for statement in walls():
        op.execute(statement)


def _packages() -> None:
    op.create_table(
        "solution_packages",
        columns.identity(),
        columns.owner(),
        columns.text("code", 40),
        columns.text("name"),
        columns.text("name_zh", default=""),
        columns.text("category", 40),
        columns.json("figures"),
        columns.json("rules"),
        columns.flag("is_sample", "false"),
        columns.integer("version", 1),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint(f"category IN {CATEGORIES}", name="category"),
    )


def _rates() -> None:
    op.create_table(
        "service_rates",
        columns.identity(),
        columns.ref("owner_organisation_id", "organisations"),
        columns.text("kind", 40),
        columns.integer("amount_minor"),
        columns.text("currency", 3),
        columns.needed("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        columns.integer("version", 1),
        sa.UniqueConstraint("owner_organisation_id", "kind", "currency", "valid_from"),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
        sa.CheckConstraint("amount_minor >= 0", name="amount"),
        sa.CheckConstraint("valid_until >= valid_from", name="period"),
    )


def _leads() -> None:
    op.create_table(
        "leads",
        columns.identity(),
        columns.text("reference", 40),
        columns.owner(),
        columns.text("state", 40),
        columns.text("customer_name"),
        columns.text("customer_phone", 40),
        columns.maybe_text("customer_email", 254),
        columns.text("site_name"),
        columns.text("address", 500),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        columns.maybe_text("note", 2000),
        columns.maybe_text("lost_reason", 500),
        columns.ref("project_id", "projects", optional=True),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        sa.CheckConstraint(
            "state IN ('new', 'surveyed', 'quoted', 'won', 'lost')", name="leadstate"
        ),
    )


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("lead_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        columns.integer("owner_organisation_id"),
        columns.ref("package_id", "solution_packages"),
        columns.json("figures"),
        columns.maybe_text("note", 2000),
        columns.needed("surveyed_at", sa.DateTime(timezone=True)),
        columns.belongs_to("leads", *LEAD),
    )


def _quotes() -> None:
    op.create_table(
        "quotes",
        columns.identity(),
        columns.text("reference", 40),
        columns.owner(),
        sa.Column("lead_id", sa.BigInteger()),
        columns.ref("project_id", "projects", index=True, optional=True),
        columns.ref("site_id", "sites", optional=True),
        columns.integer("number"),
        columns.text("state", 40),
        columns.text("customer_name"),
        columns.text("subject"),
        columns.text("currency", 3),
        columns.json("lines"),
        columns.json("design"),
        columns.integer("total_minor"),
        columns.maybe_text("note", 2000),
        columns.needed("valid_until", sa.Date()),
        columns.ref("created_by_user_id", "users", optional=True),
        columns.moment("sent_at"),
        sa.Column("token_hash", sa.LargeBinary(), unique=True),
        columns.moment("expires_at"),
        sa.Column("document", JSONB()),
        columns.maybe_text("document_sha256", 64),
        columns.moment("decided_at"),
        columns.maybe_text("accepted_by", 200),
        columns.integer("version", 1),
        columns.created_at(),
        columns.belongs_to("leads", *LEAD),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("lead_id", "number"),
        *_quote_checks(),
    )


def _quote_checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("(lead_id IS NULL) <> (project_id IS NULL)", name="subject"),
        sa.CheckConstraint("(project_id IS NULL) = (site_id IS NULL)", name="site"),
        sa.CheckConstraint("total_minor >= 0", name="total"),
        sa.CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_by IS NOT NULL)", name="acceptance"
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'accepted', 'declined', 'superseded')",
            name="quotestate",
        ),
    ]


def downgrade() -> None:
    op.execute("DROP FUNCTION gate_quote(bytea, timestamptz)")
    for table in ("quotes", "surveys", "leads", "service_rates", "solution_packages"):
        op.drop_table(table)
