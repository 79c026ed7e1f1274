"""Signing in: what a profile asks for, and the flows of people on their way to a provider and back."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connector_profiles", sa.Column("parameters", Json(), nullable=False, server_default="{}"))
    op.add_column("connector_profiles", sa.Column("more_scopes", Json(), nullable=False, server_default="[]"))
    op.add_column("connection_attempts", sa.Column("page_origin", sa.Text(), nullable=True))
    op.create_table(
        "sign_in_flows",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("attempt_id", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("as_new", sa.Boolean(), nullable=False),
        sa.Column("upstream", sa.String(length=8), nullable=False),
        sa.Column("start_hash", sa.String(length=64), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("verifier", sa.LargeBinary(), nullable=True),
        sa.Column("entered", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.Column("returned_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_sign_in_flows_project_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["connect_sessions.id"], name=op.f("fk_sign_in_flows_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["connection_attempts.id"], name=op.f("fk_sign_in_flows_attempt_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["connector_profiles.id"], name=op.f("fk_sign_in_flows_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_flows")),
        sa.UniqueConstraint("start_hash", name=op.f("uq_sign_in_flows_start_hash")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_sign_in_flows_state_hash")),
    )
    op.create_index(op.f("ix_sign_in_flows_attempt_id"), "sign_in_flows", ["attempt_id"])
    op.create_index("ix_sign_in_flows_expires_at", "sign_in_flows", ["expires_at"])


def downgrade() -> None:
    op.drop_table("sign_in_flows")
    op.drop_column("connection_attempts", "page_origin")
    op.drop_column("connector_profiles", "more_scopes")
    op.drop_column("connector_profiles", "parameters")
