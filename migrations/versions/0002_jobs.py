"""The queue of background work, the clock's firings, marks of what was done once."""

from importlib.resources import files
from typing import cast

import psycopg
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: The last of the library's own steps that this revision takes. When the library
#: brings more, a later revision takes those, so that every road leads to one schema.
LAST_STEP = "03.04.00_50_post_add_retry_failed_job_procedure.sql"

DROP_QUEUE = """
DO $$ DECLARE found record; BEGIN
  DROP TABLE procrastinate_events, procrastinate_periodic_defers,
    procrastinate_jobs, procrastinate_workers CASCADE;
  FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate_%'
  LOOP EXECUTE format('DROP FUNCTION %s CASCADE', found.name); END LOOP;
  FOR found IN SELECT oid::regtype AS name FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typname LIKE 'procrastinate_%'
      AND typtype IN ('e', 'c')
  LOOP EXECUTE format('DROP TYPE %s CASCADE', found.name); END LOOP;
END $$
"""


def upgrade() -> None:
    for step in _steps():
        _run(step)
    op.create_table(
        "clock_firings",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("fire_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "fire_time", name="uq_clock_firings"),
    )
    op.create_table(
        "installation_marks",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    # The server reads which revision it is at; only the owner moves it.
    op.execute("REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM paigong_app")


def downgrade() -> None:
    op.drop_table("installation_marks")
    op.drop_table("clock_firings")
    _run(DROP_QUEUE)


def _run(script: str) -> None:
    """Run a script of several statements as it is, signs of per cent and all."""
    connection = cast("psycopg.Connection", op.get_bind().connection.driver_connection)
    connection.execute(script.encode())


def _steps() -> list[str]:
    folder = files("procrastinate.sql").joinpath("migrations")
    scripts = {f.name: f for f in folder.iterdir() if f.name.endswith(".sql")}
    names = sorted(name for name in scripts if name <= LAST_STEP)
    return [scripts[name].read_text(encoding="utf-8") for name in names]
