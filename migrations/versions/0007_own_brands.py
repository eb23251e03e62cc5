"""A brand sees of a shared project what concerns its own models."""

from alembic import op

from migrations.brand_walls import FUNCTIONS, former_walls, walls

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in walls():
        op.execute(statement)


def downgrade() -> None:
    for statement in former_walls():
        op.execute(statement)
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
