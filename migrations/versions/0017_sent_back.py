"""How often a supervisor sent an order back: what passed at once is a figure."""

from alembic import op

from migrations import columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_orders", columns.integer("times_sent_back", 0))


def downgrade() -> None:
    op.drop_column("work_orders", "times_sent_back")
