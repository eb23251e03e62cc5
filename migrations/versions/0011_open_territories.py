"""A territory is its owner's, and open to those whom the owner let in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import IS_SYSTEM, OWN, gate_function

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

#: Whoever has people there by now was let in before it could be written down.
LET_IN = """
UPDATE territories SET open_to = present.organisation_ids
FROM (
  SELECT t.territory_id, array_agg(DISTINCT t.owner_organisation_id)
  FROM technicians t JOIN territories home ON home.id = t.territory_id
  WHERE t.owner_organisation_id <> home.owner_organisation_id
  GROUP BY t.territory_id
) AS present (territory_id, organisation_ids)
WHERE territories.id = present.territory_id
"""
OPEN = """
SELECT id FROM territories
WHERE owner_organisation_id IN (SELECT actor_organisation_ids())
   OR open_to && ARRAY(SELECT actor_organisation_ids())
"""
#: Where one's own people are already; they stay when the territory is closed again.
HELD = """
SELECT territory_id FROM technicians
WHERE owner_organisation_id IN (SELECT actor_organisation_ids())
"""
INTO_OPEN = "territory_id IN (SELECT open_territory_ids())"
KEPT = "territory_id IN (SELECT held_territory_ids())"


def upgrade() -> None:
    op.add_column(
        "territories",
        sa.Column(
            "open_to",
            postgresql.ARRAY(sa.BigInteger()),
            nullable=False,
            server_default=sa.text("'{}'::bigint[]"),
        ),
    )
    _let_in()
    for name, body in (("open", OPEN), ("held", HELD)):
        for statement in gate_function(f"{name}_territory_ids()", "SETOF bigint", body):
            op.execute(statement)
    _place(f"{OWN} AND {INTO_OPEN}", f"{OWN} AND ({INTO_OPEN} OR {KEPT})")


def downgrade() -> None:
    _place(OWN, OWN)
    op.execute("DROP FUNCTION held_territory_ids()")
    op.execute("DROP FUNCTION open_territory_ids()")
    op.drop_column("territories", "open_to")


def _let_in() -> None:
    """Fill the column; forced, the wall would hide every row from the owner."""
    tables = ("territories", "technicians")
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(LET_IN)
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _place(new: str, changed: str) -> None:
    op.execute(
        "ALTER POLICY technicians_insert ON technicians "
        f"WITH CHECK ({IS_SYSTEM} OR ({new}))"
    )
    op.execute(
        "ALTER POLICY technicians_update ON technicians "
        f"USING ({IS_SYSTEM} OR {OWN}) WITH CHECK ({IS_SYSTEM} OR ({changed}))"
    )
