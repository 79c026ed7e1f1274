"""Short-lived addresses of files; projects say how large answers may be."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("project_id", sa.String(64), sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("account_id", sa.String(64), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("run_id", sa.String(64), nullable=False),
        sa.Column("action", sa.String(128), nullable=False),
        sa.Column("caller", Json, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_downloads_token_hash"),
    )
    op.create_index("ix_downloads_account_id", "downloads", ["account_id"])
    op.create_index("ix_downloads_expires_at", "downloads", ["expires_at"])
    op.add_column("projects", sa.Column("rest_max_tokens", sa.Integer, nullable=True))
    op.add_column("projects", sa.Column("mcp_max_tokens", sa.Integer, nullable=True))


def downgrade() -> None:
    op.drop_column("projects", "mcp_max_tokens")
    op.drop_column("projects", "rest_max_tokens")
    op.drop_table("downloads")
