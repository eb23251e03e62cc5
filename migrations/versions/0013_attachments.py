"""Pictures that phones send, and where technicians were."""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.walls import OWN, protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MINE = "user_id = actor_user_id()"
SEEN = f"{OWN} OR {MINE} OR visit_id IN (SELECT visible_visit_ids())"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _attachments()
    _positions()
    for statement in (
        *protect("attachments", read=SEEN),
        *protect("technician_positions", read=f"{OWN} OR {MINE}", insert=MINE),
    ):
        op.execute(statement)


def _attachments() -> None:
    op.create_table(
        "attachments",
        columns.identity(),
        columns.integer("visit_id"),
        columns.part_of("projects", "project_id"),
        columns.owner(),
        columns.ref("technician_id", "technicians"),
        columns.ref("user_id", "users"),
        columns.needed("sha256", sa.LargeBinary()),
        columns.integer("size"),
        columns.text("media_type", 100),
        columns.integer("received", 0),
        columns.integer("mismatches", 0),
        columns.text("state", 40),
        columns.maybe_text("reason", 60),
        sa.Column("stored_sha256", sa.LargeBinary()),
        sa.Column("width", sa.BigInteger()),
        sa.Column("height", sa.BigInteger()),
        columns.needed("created_at", MOMENT),
        columns.needed("expires_at", MOMENT),
        columns.moment("completed_at"),
        columns.belongs_to("visits", "visit_id", "owner_organisation_id"),
        sa.UniqueConstraint("visit_id", "technician_id", "sha256"),
        sa.CheckConstraint("size > 0 AND received BETWEEN 0 AND size", name="size"),
        sa.CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        sa.CheckConstraint(
            "state IN ('pending', 'stored', 'refused')", name="attachmentstate"
        ),
        sa.CheckConstraint(
            "(state = 'stored') = (stored_sha256 IS NOT NULL AND width IS NOT NULL "
            "AND height IS NOT NULL) AND (state = 'refused') = (reason IS NOT NULL)",
            name="outcome",
        ),
        sa.Index("ix_attachments_project_id", "project_id"),
        sa.Index(
            "ix_attachments_technician_id_created_at", "technician_id", "created_at"
        ),
        sa.Index(
            "ix_attachments_pending",
            "expires_at",
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )


def _positions() -> None:
    op.create_table(
        "technician_positions",
        sa.Column(
            "technician_id",
            sa.BigInteger(),
            sa.ForeignKey("technicians.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("at", MOMENT, primary_key=True),
        columns.integer("owner_organisation_id"),
        columns.integer("user_id"),
        columns.needed("received_at", MOMENT),
        columns.needed("lat", sa.Float()),
        columns.needed("lon", sa.Float()),
        sa.Column("accuracy_m", sa.BigInteger()),
        sa.Column("speed", sa.Float()),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="place"
        ),
        # Rows come in order of time, and go so.
        sa.Index("ix_technician_positions_at", "at", postgresql_using="brin"),
    )


def downgrade() -> None:
    op.drop_table("technician_positions")
    op.drop_table("attachments")
