"""Projects, sites, imports, grants; work orders, their lines and dependencies."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.project_walls import walls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PROJECT_STATES = (
    "('draft', 'design', 'contracted', 'planned', 'delivering', 'installing', "
    "'commissioning', 'acceptance', 'warranty', 'closed', 'on_hold', 'cancelled')"
)
ORDER_STATES = (
    "('draft', 'ready', 'offered', 'accepted', 'scheduled', 'in_progress', "
    "'on_hold', 'work_done', 'verified', 'closed', 'cannot_complete', 'cancelled')"
)
LOAD = sa.Numeric(12, 3)
PRIORITIES = "('critical', 'high', 'normal', 'low')"
KINDS = "('delivery', 'installation', 'commissioning', 'maintenance', 'repair')"


TABLES = (
    "work_order_dependencies",
    "work_order_lines",
    "work_orders",
    "import_rows",
    "imports",
    "equipment",
    "project_lines",
    "sites",
    "project_grants",
    "projects",
    "geocodes",
)


def upgrade() -> None:
    _projects()
    _sites()
    _lines_and_equipment()
    _grants()
    _imports()
    _work_orders()
    _order_lines_and_dependencies()
    for statement in walls():
        op.execute(statement)


def _of_project() -> sa.ForeignKeyConstraint:
    return columns.belongs_to("projects", "project_id", "owner_organisation_id")


def _projects() -> None:
    op.create_table(
        "projects",
        columns.identity(),
        columns.text("reference", 40),
        columns.maybe_text("external_reference", 100),
        columns.ref("owner_organisation_id", "organisations"),
        columns.ref(
            "brought_by_organisation_id", "organisations", index=True, optional=True
        ),
        columns.text("name"),
        columns.text("state", 40),
        columns.text("customer_name"),
        columns.text("customer_phone", 40),
        columns.maybe_text("customer_email", 254),
        columns.maybe_text("note", 2000),
        columns.text("priority", 40),
        columns.moment("earliest"),
        columns.moment("due"),
        columns.ref("territory_id", "territories", index=True, optional=True),
        columns.json("intake"),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("reference"),
        sa.Index(
            "uq_projects_external_reference",
            "owner_organisation_id",
            "brought_by_organisation_id",
            "external_reference",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=sa.text("external_reference IS NOT NULL"),
        ),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint(f"state IN {PROJECT_STATES}", name="projectstate"),
        sa.CheckConstraint(f"priority IN {PRIORITIES}", name="priority"),
    )


def _sites() -> None:
    op.create_table(
        "sites",
        columns.identity(),
        columns.indexed("project_id"),
        columns.integer("owner_organisation_id"),
        columns.text("name"),
        columns.text("address", 500),
        columns.needed("lat", sa.Double()),
        columns.needed("lon", sa.Double()),
        columns.text("time_zone", 60),
        columns.ref("territory_id", "territories"),
        columns.maybe_text("contact_name", 200),
        columns.maybe_text("contact_phone", 40),
        columns.maybe_text("access_note", 2000),
        columns.integer("version", 1),
        _of_project(),
        sa.UniqueConstraint("id", "project_id"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )


def _lines_and_equipment() -> None:
    op.create_table(
        "project_lines",
        columns.integer("site_id"),
        columns.ref("model_id", "catalogue_models"),
        columns.indexed("project_id"),
        columns.integer("owner_organisation_id"),
        columns.integer("quantity"),
        sa.PrimaryKeyConstraint("site_id", "model_id"),
        _of_project(),
        columns.belongs_to("sites", "site_id", "project_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
    )
    op.create_table(
        "equipment",
        columns.identity(),
        columns.indexed("project_id"),
        columns.indexed("site_id"),
        columns.integer("owner_organisation_id"),
        columns.ref("model_id", "catalogue_models"),
        columns.maybe_text("serial", 100),
        columns.maybe_text("position", 100),
        _of_project(),
        columns.belongs_to("sites", "site_id", "project_id"),
    )


def _grants() -> None:
    op.create_table(
        "project_grants",
        columns.identity(),
        columns.part_of("projects", "project_id"),
        columns.ref("organisation_id", "organisations", index=True),
        columns.text("role", 40),
        sa.UniqueConstraint("project_id", "organisation_id", "role"),
        sa.CheckConstraint(
            "role IN ('owner', 'brand', 'store', 'partner', 'customer')",
            name="grantrole",
        ),
    )


def _imports() -> None:
    op.create_table(
        "geocodes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("lat", sa.Double()),
        sa.Column("lon", sa.Double()),
        columns.needed("asked_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "imports",
        columns.identity(),
        columns.owner(),
        columns.text("kind", 40),
        columns.text("file_name"),
        columns.text("file_hash", 64),
        columns.text("state", 40),
        columns.integer("rows_total"),
        columns.integer("rows_good"),
        columns.integer("rows_bad"),
        columns.integer("rows_known"),
        columns.integer("rows_added", 0),
        columns.ref("created_by_user_id", "users", optional=True),
        columns.integer("version", 1),
        columns.created_at(),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint("kind IN ('projects', 'technicians')", name="importkind"),
        sa.CheckConstraint(
            "state IN ('preview', 'committing', 'committed', 'discarded')",
            name="importstate",
        ),
    )
    op.create_table(
        "import_rows",
        columns.integer("import_id"),
        columns.integer("number"),
        columns.integer("owner_organisation_id"),
        columns.json("values"),
        columns.json("faults"),
        columns.text("outcome", 40),
        sa.Column(
            "project_id",
            sa.BigInteger(),
            sa.ForeignKey("projects.id", ondelete="SET NULL"),
        ),
        sa.PrimaryKeyConstraint("import_id", "number"),
        columns.belongs_to("imports", "import_id", "owner_organisation_id"),
        sa.CheckConstraint(
            "outcome IN ('good', 'bad', 'known', 'added')", name="rowoutcome"
        ),
        sa.Index("ix_import_rows_import_id_outcome", "import_id", "outcome"),
    )


def _work_orders() -> None:
    op.create_table(
        "work_orders",
        columns.identity(),
        columns.text("reference", 40),
        columns.indexed("project_id"),
        columns.indexed("site_id"),
        columns.ref("owner_organisation_id", "organisations"),
        columns.ref("territory_id", "territories"),
        columns.text("kind", 40),
        columns.text("state", 40),
        columns.integer("duration_seconds"),
        columns.integer("setup_seconds"),
        columns.integer("crew_size"),
        columns.json("skills"),
        columns.needed("load_kg", LOAD),
        columns.needed("load_m3", LOAD),
        columns.text("priority", 40),
        columns.json("windows", "'[]'"),
        columns.moment("earliest"),
        columns.moment("due"),
        columns.integer("version", 1),
        _of_project(),
        columns.belongs_to("sites", "site_id", "project_id"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("id", "project_id"),
        sa.UniqueConstraint("id", "owner_organisation_id"),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
        sa.CheckConstraint(f"state IN {ORDER_STATES}", name="workorderstate"),
        sa.CheckConstraint(f"priority IN {PRIORITIES}", name="priority"),
        sa.CheckConstraint("duration_seconds > 0", name="duration"),
        sa.CheckConstraint("crew_size BETWEEN 1 AND 20", name="crew"),
        sa.CheckConstraint("earliest < due", name="dates"),
        sa.Index("ix_work_orders_territory_id_state", "territory_id", "state"),
    )


def _order_lines_and_dependencies() -> None:
    op.create_table(
        "work_order_lines",
        columns.integer("work_order_id"),
        columns.ref("model_id", "catalogue_models"),
        columns.integer("project_id"),
        columns.integer("owner_organisation_id"),
        columns.integer("quantity"),
        sa.PrimaryKeyConstraint("work_order_id", "model_id"),
        columns.belongs_to("work_orders", "work_order_id", "owner_organisation_id"),
        columns.belongs_to("work_orders", "work_order_id", "project_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
    )
    op.create_table(
        "work_order_dependencies",
        columns.integer("from_id"),
        columns.indexed("to_id"),
        columns.integer("project_id"),
        columns.integer("owner_organisation_id"),
        columns.text("kind", 40),
        columns.integer("min_lag_seconds"),
        sa.Column("max_lag_seconds", sa.BigInteger()),
        sa.PrimaryKeyConstraint("from_id", "to_id"),
        columns.belongs_to("work_orders", "from_id", "project_id"),
        columns.belongs_to("work_orders", "to_id", "project_id"),
        columns.belongs_to("work_orders", "from_id", "owner_organisation_id"),
        sa.CheckConstraint(
            "kind IN ('finish_start', 'same_start')", name="dependencykind"
        ),
        sa.CheckConstraint("from_id <> to_id", name="apart"),
        sa.CheckConstraint("min_lag_seconds <= max_lag_seconds", name="lags"),
    )


def downgrade() -> None:
    # A policy that names the functions must go before they do.
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION changeable_project_ids()")
    op.execute("DROP FUNCTION visible_project_ids()")
