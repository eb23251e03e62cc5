"""Catalogue and technicians: brands, models, templates; territories, people, shifts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import columns
from migrations.walls import OWN, gate_function, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "('delivery', 'installation', 'commissioning', 'maintenance', 'repair')"
CATEGORIES = """('vrf', 'split', 'fan_coil', 'water_heating', 'kitchen', 'laundry',
'refrigeration')"""
PLACE = "{0}_lat BETWEEN -90 AND 90 AND {0}_lon BETWEEN -180 AND 180"
KNOWN = "(SELECT actor_user_id()) IS NOT NULL"
ADMIN = "(SELECT actor_sees_all())"
OWN_MODEL = f"model_id IN (SELECT id FROM catalogue_models WHERE {OWN})"
SEEN = "technician_id IN (SELECT visible_technician_ids())"
OWN_TECHNICIAN = f"technician_id IN (SELECT id FROM technicians WHERE {OWN})"

TABLES = """absences, shift_exceptions, shift_patterns, technician_skills, technicians,
territories, commissioning_templates, model_prices, model_works, catalogue_models,
brands, skills"""


def upgrade() -> None:
    _brands_and_skills()
    _models()
    _works_prices_templates()
    _territories()
    _technicians()
    _skills_and_patterns()
    _exceptions_and_absences()
    for statement in _walls():
        op.execute(statement)


def _brands_and_skills() -> None:
    op.create_table(
        "skills",
        sa.Column("code", sa.String(40), primary_key=True),
        columns.text("name"),
        columns.text("name_zh", default=""),
        columns.flag("is_certificate", "false"),
    )
    op.create_table(
        "brands",
        columns.identity(),
        columns.owner(),
        columns.text("code", 40),
        columns.text("name"),
        columns.text("name_zh", default=""),
        columns.integer("version", 1),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("id", "owner_organisation_id"),
    )


def _models() -> None:
    op.create_table(
        "catalogue_models",
        columns.identity(),
        columns.integer("brand_id"),
        sa.Column("owner_organisation_id", sa.BigInteger(), nullable=False, index=True),
        columns.text("code", 40),
        columns.text("name"),
        columns.text("name_zh", default=""),
        columns.text("category", 40),
        columns.needed("weight_kg", sa.Numeric(10, 3)),
        columns.needed("volume_m3", sa.Numeric(10, 4)),
        columns.flag("is_sample", "false"),
        columns.integer("version", 1),
        sa.UniqueConstraint("brand_id", "code"),
        sa.ForeignKeyConstraint(
            ["brand_id", "owner_organisation_id"],
            ["brands.id", "brands.owner_organisation_id"],
        ),
        sa.CheckConstraint("weight_kg >= 0 AND volume_m3 >= 0", name="load"),
        sa.CheckConstraint(f"category IN {CATEGORIES}", name="category"),
    )


def _works_prices_templates() -> None:
    op.create_table(
        "model_works",
        columns.part_of("catalogue_models", "model_id"),
        columns.text("kind", 40),
        columns.integer("duration_seconds"),
        columns.integer("setup_seconds", 0),
        columns.integer("crew_size", 1),
        columns.needed("skills", postgresql.JSONB()),
        columns.integer("min_lag_seconds", 0),
        sa.Column("max_lag_seconds", sa.BigInteger()),
        sa.PrimaryKeyConstraint("model_id", "kind"),
        sa.CheckConstraint(
            "duration_seconds > 0 AND setup_seconds >= 0", name="duration"
        ),
        sa.CheckConstraint("crew_size BETWEEN 1 AND 8", name="crew"),
        sa.CheckConstraint(
            "min_lag_seconds >= 0 AND max_lag_seconds >= min_lag_seconds", name="lag"
        ),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
    )
    op.create_table(
        "model_prices",
        columns.identity(),
        columns.part_of("catalogue_models", "model_id"),
        sa.Column("kind", sa.String(40)),
        columns.integer("amount_minor"),
        columns.text("currency", 3),
        columns.needed("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.UniqueConstraint(
            "model_id",
            "kind",
            "currency",
            "valid_from",
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint("amount_minor >= 0", name="amount"),
        sa.CheckConstraint("valid_until >= valid_from", name="period"),
        sa.CheckConstraint(f"kind IN {KINDS}", name="workkind"),
    )
    op.create_table(
        "commissioning_templates",
        columns.part_of("catalogue_models", "model_id"),
        columns.integer("version"),
        columns.needed("steps", postgresql.JSONB()),
        columns.text("source", 500),
        columns.flag("is_sample", "false"),
        columns.created_at(),
        sa.PrimaryKeyConstraint("model_id", "version"),
    )


def _territories() -> None:
    op.create_table(
        "territories",
        columns.identity(),
        columns.owner(),
        columns.text("code", 40),
        columns.text("name"),
        columns.text("name_zh", default=""),
        columns.text("country", 2, "CN"),
        columns.text("time_zone", 64, "Asia/Shanghai"),
        columns.needed("centre_lat", sa.Double()),
        columns.needed("centre_lon", sa.Double()),
        columns.integer("radius_m"),
        columns.integer("version", 1),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint(PLACE.format("centre"), name="centre"),
        sa.CheckConstraint("radius_m > 0", name="radius"),
    )


def _technicians() -> None:
    op.create_table(
        "technicians",
        columns.identity(),
        columns.owner(),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id"), unique=True),
        columns.text("name"),
        columns.text("phone", 20),
        sa.Column(
            "territory_id",
            sa.BigInteger(),
            sa.ForeignKey("territories.id"),
            nullable=False,
            index=True,
        ),
        columns.needed("home_lat", sa.Double()),
        columns.needed("home_lon", sa.Double()),
        columns.flag("starts_at_home", "true"),
        columns.integer("max_overtime_seconds", 0),
        columns.needed("capacity_kg", sa.Numeric(10, 3)),
        columns.needed("capacity_m3", sa.Numeric(10, 4)),
        columns.integer("speed_percent", 100),
        columns.flag("active", "true"),
        columns.integer("version", 1),
        sa.UniqueConstraint("owner_organisation_id", "phone"),
        sa.CheckConstraint(PLACE.format("home"), name="home"),
        sa.CheckConstraint("speed_percent BETWEEN 10 AND 500", name="speed"),
        sa.CheckConstraint(
            "max_overtime_seconds >= 0 AND capacity_kg >= 0 AND capacity_m3 >= 0",
            name="limits",
        ),
    )


def _skills_and_patterns() -> None:
    technician = columns.part_of("technicians", "technician_id")
    technician.index = True
    op.create_table(
        "technician_skills",
        columns.identity(),
        technician,
        sa.Column(
            "skill_code", sa.String(40), sa.ForeignKey("skills.code"), nullable=False
        ),
        columns.integer("level"),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.CheckConstraint("valid_until >= valid_from", name="period"),
    )
    op.create_table(
        "shift_patterns",
        columns.part_of("technicians", "technician_id"),
        columns.integer("weekday"),
        columns.needed("start_time", sa.Time()),
        columns.needed("end_time", sa.Time()),
        sa.Column("break_earliest", sa.Time()),
        sa.Column("break_latest_end", sa.Time()),
        columns.integer("break_seconds", 0),
        sa.PrimaryKeyConstraint("technician_id", "weekday"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("break_seconds >= 0", name="break"),
    )


def _exceptions_and_absences() -> None:
    op.create_table(
        "shift_exceptions",
        columns.identity(),
        columns.part_of("technicians", "technician_id"),
        columns.needed("day", sa.Date()),
        columns.flag("working", None),
        sa.Column("start_time", sa.Time()),
        sa.Column("end_time", sa.Time()),
        columns.text("note", 500, ""),
        sa.UniqueConstraint("technician_id", "day"),
        sa.CheckConstraint(
            "(start_time IS NOT NULL AND end_time IS NOT NULL) = working", name="hours"
        ),
    )
    op.create_table(
        "absences",
        columns.identity(),
        columns.part_of("technicians", "technician_id"),
        columns.needed("starts_at", sa.DateTime(timezone=True)),
        columns.needed("ends_at", sa.DateTime(timezone=True)),
        columns.text("reason", 500, ""),
        sa.CheckConstraint("ends_at > starts_at", name="period"),
        sa.Index("ix_absences_technician_id_starts_at", "technician_id", "starts_at"),
    )


def _walls() -> list[str]:
    """Everyone signed in reads the catalogue; technicians are their own people's."""
    own_or_admin = f"{ADMIN} OR {OWN}"
    statements = protect("skills", read=KNOWN, write=ADMIN)
    for table in ("brands", "catalogue_models"):
        statements += protect(table, read=KNOWN, write=own_or_admin)
    for table in ("model_works", "model_prices", "commissioning_templates"):
        statements += protect(table, read=KNOWN, write=f"{ADMIN} OR {OWN_MODEL}")
    statements += gate_function(
        "visible_technician_ids()", "SETOF bigint", _VISIBLE_TECHNICIANS
    )
    statements += protect("territories", read=KNOWN, write=OWN)
    statements += protect(
        "technicians",
        read=f"{OWN} OR id IN (SELECT visible_technician_ids())",
        write=OWN,
    )
    for table in (
        "technician_skills",
        "shift_patterns",
        "shift_exceptions",
        "absences",
    ):
        statements += protect(table, read=SEEN, write=OWN_TECHNICIAN)
    return statements


#: Oneself, one's organisation's people, and those who work in its territories.
_VISIBLE_TECHNICIANS = """
SELECT technicians.id
FROM technicians JOIN territories ON territories.id = technicians.territory_id
WHERE technicians.user_id = actor_user_id()
   OR technicians.owner_organisation_id IN (SELECT actor_organisation_ids())
   OR territories.owner_organisation_id IN (SELECT actor_organisation_ids())
"""


def downgrade() -> None:
    # A policy that names the function must go before it does.
    op.execute(f"DROP TABLE {TABLES}")
    op.execute("DROP FUNCTION visible_technician_ids()")
