"""Projects, sites, imports, grants; work orders, their lines and dependencies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import columns
from migrations.walls import OWN, gate_function, protect

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
PRIORITIES = "('critical', 'high', 'normal', 'low')"
KINDS = "('delivery', 'installation', 'commissioning', 'maintenance', 'repair')"

#: The store that brought an order may go on describing it; its owner plans it.
_MINE = (
    "owner_organisation_id IN (SELECT actor_organisation_ids()) "
    "OR brought_by_organisation_id IN (SELECT actor_organisation_ids())"
)
VISIBLE = "project_id IN (SELECT visible_project_ids())"
CHANGEABLE = "project_id IN (SELECT changeable_project_ids())"

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
    for statement in _walls():
        op.execute(statement)


def _moment(name: str, default: str | None = None) -> "sa.Column[object]":
    shown = sa.text(default) if default else None
    kind = sa.DateTime(timezone=True)
    return sa.Column(name, kind, nullable=default is None, server_default=shown)


def _maybe_text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=True)


def _json(name: str, default: str | None = None) -> "sa.Column[object]":
    shown = sa.text(default) if default else None
    return sa.Column(name, postgresql.JSONB(), nullable=False, server_default=shown)


def _to(table: str, *names: str) -> sa.ForeignKeyConstraint:
    """Refer to a row of the same organisation or project, and go with it."""
    first, second = names
    return sa.ForeignKeyConstraint(
        [first, second], [f"{table}.id", f"{table}.{second}"], ondelete="CASCADE"
    )


def _ref(
    name: str, table: str, *, index: bool = False, optional: bool = False
) -> sa.Column[int]:
    target = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.BigInteger(), target, nullable=optional, index=index)


def _indexed(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, index=True)


def _load(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Numeric(12, 3), nullable=False)


def _of_project() -> sa.ForeignKeyConstraint:
    return _to("projects", "project_id", "owner_organisation_id")


def _projects() -> None:
    op.create_table(
        "projects",
        columns.identity(),
        columns.text("reference", 40),
        _maybe_text("external_reference", 100),
        _ref("owner_organisation_id", "organisations"),
        _ref("brought_by_organisation_id", "organisations", index=True, optional=True),
        columns.text("name"),
        columns.text("state", 40),
        columns.text("customer_name"),
        columns.text("customer_phone", 40),
        _maybe_text("customer_email", 254),
        _maybe_text("note", 2000),
        columns.text("priority", 40),
        _moment("earliest"),
        _moment("due"),
        _ref("territory_id", "territories", index=True, optional=True),
        _json("intake"),
        columns.integer("version", 1),
        _moment("created_at", "now()"),
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
        _indexed("project_id"),
        columns.integer("owner_organisation_id"),
        columns.text("name"),
        columns.text("address", 500),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        columns.text("time_zone", 60),
        _ref("territory_id", "territories"),
        _maybe_text("contact_name", 200),
        _maybe_text("contact_phone", 40),
        _maybe_text("access_note", 2000),
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
        _ref("model_id", "catalogue_models"),
        _indexed("project_id"),
        columns.integer("owner_organisation_id"),
        columns.integer("quantity"),
        sa.PrimaryKeyConstraint("site_id", "model_id"),
        _of_project(),
        _to("sites", "site_id", "project_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
    )
    op.create_table(
        "equipment",
        columns.identity(),
        _indexed("project_id"),
        _indexed("site_id"),
        columns.integer("owner_organisation_id"),
        _ref("model_id", "catalogue_models"),
        _maybe_text("serial", 100),
        _maybe_text("position", 100),
        _of_project(),
        _to("sites", "site_id", "project_id"),
    )


def _grants() -> None:
    op.create_table(
        "project_grants",
        columns.identity(),
        columns.part_of("projects", "project_id"),
        _ref("organisation_id", "organisations", index=True),
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
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
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
        _ref("created_by_user_id", "users", optional=True),
        columns.integer("version", 1),
        _moment("created_at", "now()"),
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
        _json("values"),
        _json("faults"),
        columns.text("outcome", 40),
        sa.Column(
            "project_id",
            sa.BigInteger(),
            sa.ForeignKey("projects.id", ondelete="SET NULL"),
        ),
        sa.PrimaryKeyConstraint("import_id", "number"),
        _to("imports", "import_id", "owner_organisation_id"),
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
        _indexed("project_id"),
        _indexed("site_id"),
        _ref("owner_organisation_id", "organisations"),
        _ref("territory_id", "territories"),
        columns.text("kind", 40),
        columns.text("state", 40),
        columns.integer("duration_seconds"),
        columns.integer("setup_seconds"),
        columns.integer("crew_size"),
        _json("skills"),
        _load("load_kg"),
        _load("load_m3"),
        columns.text("priority", 40),
        _json("windows", "'[]'"),
        _moment("earliest"),
        _moment("due"),
        columns.integer("version", 1),
        _of_project(),
        _to("sites", "site_id", "project_id"),
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
        _ref("model_id", "catalogue_models"),
        columns.integer("project_id"),
        columns.integer("owner_organisation_id"),
        columns.integer("quantity"),
        sa.PrimaryKeyConstraint("work_order_id", "model_id"),
        _to("work_orders", "work_order_id", "owner_organisation_id"),
        _to("work_orders", "work_order_id", "project_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
    )
    op.create_table(
        "work_order_dependencies",
        columns.integer("from_id"),
        _indexed("to_id"),
        columns.integer("project_id"),
        columns.integer("owner_organisation_id"),
        columns.text("kind", 40),
        columns.integer("min_lag_seconds"),
        sa.Column("max_lag_seconds", sa.BigInteger()),
        sa.PrimaryKeyConstraint("from_id", "to_id"),
        _to("work_orders", "from_id", "project_id"),
        _to("work_orders", "to_id", "project_id"),
        _to("work_orders", "from_id", "owner_organisation_id"),
        sa.CheckConstraint(
            "kind IN ('finish_start', 'same_start')", name="dependencykind"
        ),
        sa.CheckConstraint("from_id <> to_id", name="apart"),
        sa.CheckConstraint("min_lag_seconds <= max_lag_seconds", name="lags"),
    )


def _walls() -> list[str]:
    statements = gate_function(
        "visible_project_ids()",
        "SETOF bigint",
        "SELECT project_id FROM project_grants "
        "WHERE organisation_id IN (SELECT actor_organisation_ids())",
    )
    statements += gate_function(
        "changeable_project_ids()",
        "SETOF bigint",
        f"SELECT id FROM projects WHERE {_MINE}",
    )
    statements += protect(
        "projects",
        read=f"{_MINE} OR id IN (SELECT visible_project_ids())",
        write=_MINE,
    )
    statements += protect(
        "project_grants",
        read=f"{VISIBLE} OR {CHANGEABLE}",
        write=CHANGEABLE,
    )
    described = f"{OWN} OR {CHANGEABLE}"
    for table in ("sites", "project_lines", "equipment"):
        statements += protect(table, read=f"{described} OR {VISIBLE}", write=described)
    for table in ("work_orders", "work_order_lines", "work_order_dependencies"):
        statements += protect(table, read=f"{OWN} OR {VISIBLE}", write=OWN)
    for table in ("imports", "import_rows"):
        statements += protect(table, read=OWN, write=OWN)
    return statements


def downgrade() -> None:
    # A policy that names the functions must go before they do.
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION changeable_project_ids()")
    op.execute("DROP FUNCTION visible_project_ids()")
