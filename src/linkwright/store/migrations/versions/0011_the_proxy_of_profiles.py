"""Profiles say whether the proxy may be used."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connector_profiles", sa.Column("proxy", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("connector_profiles", "proxy")
