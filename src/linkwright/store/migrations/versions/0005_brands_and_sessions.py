"""A project's own address and logos; sessions that are listed, and that may say whether an account is shared."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added in place: a copy of `projects` would lose its triggers.
    op.add_column("projects", sa.Column("own_url", sa.Text(), nullable=True))
    op.create_index("uq_projects_own_url", "projects", ["own_url"], unique=True)
    op.create_table(
        "project_logos",
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_logos_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "theme", name=op.f("pk_project_logos")),
    )
    op.add_column("connect_sessions", sa.Column("shared", sa.Boolean(), nullable=True))
    op.create_index("ix_connect_sessions_project_created", "connect_sessions", ["project_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_connect_sessions_project_created", "connect_sessions")
    op.drop_column("connect_sessions", "shared")
    op.drop_table("project_logos")
    op.drop_index("uq_projects_own_url", "projects")
    op.drop_column("projects", "own_url")
