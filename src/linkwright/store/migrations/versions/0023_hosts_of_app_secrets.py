"""The secret of a profile's app goes only to hosts that it was given for, as an account's credential does."""

import sqlalchemy as sa
from alembic import op

import linkwright.store.types

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("profile_secrets", sa.Column("hosts", linkwright.store.types.Json(), nullable=True))


def downgrade() -> None:
    op.drop_column("profile_secrets", "hosts")
