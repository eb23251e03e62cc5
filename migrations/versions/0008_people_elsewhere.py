"""Who belongs elsewhere too is changed by no single organisation."""

from alembic import op

from migrations.walls import IS_SYSTEM, READS_ALL, gate_function

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OWN = "owner_organisation_id IN (SELECT actor_organisation_ids())"
#: Of one's own organisations' people, those who belong to none but the named ones.
PEOPLE_WITHIN = """
SELECT m.user_id
FROM memberships m
WHERE m.organisation_id = ANY (named)
  AND m.organisation_id IN (SELECT actor_organisation_ids())
  AND NOT EXISTS (
    SELECT FROM memberships other
    WHERE other.user_id = m.user_id AND other.organisation_id <> ALL (named))
"""
WITHIN = "id IN (SELECT people_within(ARRAY(SELECT actor_organisation_ids())))"


def upgrade() -> None:
    for statement in gate_function(
        "people_within(named bigint[])", "SETOF bigint", PEOPLE_WITHIN
    ):
        op.execute(statement)
    _change(f"({OWN} AND {WITHIN})")


def downgrade() -> None:
    _change(OWN)
    op.execute("DROP FUNCTION people_within(bigint[])")


def _change(whose: str) -> None:
    may = f"{IS_SYSTEM} OR {READS_ALL} OR id = actor_user_id() OR {whose}"
    op.execute(f"ALTER POLICY users_update ON users USING ({may}) WITH CHECK ({may})")
    op.execute(f"ALTER POLICY users_delete ON users USING ({may})")
