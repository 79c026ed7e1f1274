"""Projects and accounts say what is done about text that is meant for a model."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("screening", sa.String(8), nullable=False, server_default="annotate"))
    op.add_column("accounts", sa.Column("screening", sa.String(8), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "screening")
    op.drop_column("projects", "screening")
