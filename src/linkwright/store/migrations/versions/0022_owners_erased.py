"""Owners can be erased, and whatever is kept for some days only is found by its time."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_feedback_created_at", "feedback", ["created_at"]),
    ("ix_connect_sessions_expires_at", "connect_sessions", ["expires_at"]),
    ("ix_deletion_receipts_deleted_at", "deletion_receipts", ["deleted_at"]),
    ("ix_events_account_id", "events", ["account_id"]),
)


def upgrade() -> None:
    op.create_table(
        "owner_erasures",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("project_id", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("owner", sa.Text, nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("accounts", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_by_name", sa.Text, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger, nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_owner_erasures_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_erasures")),
    )
    op.create_index("ix_owner_erasures_mark", "owner_erasures", ["project_id", "mark", "asked_at"])
    op.create_index("ix_owner_erasures_asked", "owner_erasures", ["project_id", "asked_at", "id"])
    kept = sa.text("bodies IS NOT NULL")
    op.create_index("ix_runs_bodies", "runs", ["started_at"], sqlite_where=kept, postgresql_where=kept)
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in _INDEXES:
        op.drop_index(name, table)
    op.drop_index("ix_runs_bodies", "runs")
    op.drop_table("owner_erasures")
