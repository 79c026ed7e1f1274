"""Runs keep what was said in a sealed column of its own, and can be counted without reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("bodies", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("runs", "bodies")
