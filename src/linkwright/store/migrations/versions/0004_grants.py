"""Grants: tokens that end and are renewed, and the app of a profile."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credentials", sa.Column("expires_at", Moment(), nullable=True))
    op.add_column("connector_profiles", sa.Column("client_id", sa.Text(), nullable=True))
    op.create_table(
        "oauth_grants",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("scopes", Json(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("intent_version", sa.Integer(), nullable=True),
        sa.Column("intent_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.Column("renewed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_oauth_grants_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_oauth_grants_project_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_oauth_grants")),
    )
    op.create_index("ix_oauth_grants_due_at", "oauth_grants", ["due_at"])
    op.create_table(
        "profile_secrets",
        sa.Column("profile_id", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("last4", sa.String(length=8), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["connector_profiles.id"],
            name=op.f("fk_profile_secrets_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_profile_secrets_project_id")),
        sa.PrimaryKeyConstraint("profile_id", "field", name=op.f("pk_profile_secrets")),
    )


def downgrade() -> None:
    for table in ("profile_secrets", "oauth_grants"):
        op.drop_table(table)
    op.drop_column("connector_profiles", "client_id")
    op.drop_column("credentials", "expires_at")
