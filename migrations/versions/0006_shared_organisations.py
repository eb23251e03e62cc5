"""Organisations that work on the same project know each other by name."""

from alembic import op

from migrations.house_walls import VISIBLE_ORGANISATIONS
from migrations.walls import gate_function

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: One's own, and those that have a part in a project that one may see.
SHARING_ORGANISATIONS = (
    f"{VISIBLE_ORGANISATIONS} UNION SELECT organisation_id FROM project_grants "
    "WHERE project_id IN (SELECT visible_project_ids())"
)


def upgrade() -> None:
    _see(SHARING_ORGANISATIONS)


def downgrade() -> None:
    _see(VISIBLE_ORGANISATIONS)


def _see(body: str) -> None:
    for statement in gate_function("visible_organisation_ids()", "SETOF bigint", body):
        op.execute(statement)
