"""Rules of projects, and what people decided about single calls."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.triggers import more_triggers
from linkwright.store.types import Json, Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("rules", Json(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_policies_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_policies")),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=128), nullable=False),
        sa.Column("effect", sa.String(length=8), nullable=False),
        sa.Column("binding", sa.String(length=64), nullable=False),
        sa.Column("plan_hash", sa.String(length=200), nullable=False),
        sa.Column("policy_version", sa.String(length=64), nullable=False),
        sa.Column("rule", Json(), nullable=False),
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("caller_name", sa.Text(), nullable=False),
        sa.Column("caller_member", sa.String(length=64), nullable=True),
        sa.Column("face", sa.String(length=8), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("used_run_id", sa.String(length=64), nullable=True),
        sa.Column("used_key", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_name", sa.Text(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_by", sa.String(length=64), nullable=True),
        sa.Column("link_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_approvals_project_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_approvals_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_approvals_link_hash")),
    )
    op.create_index("ix_approvals_binding", "approvals", ["binding", "created_at"])
    open_ = sa.text("state IN ('pending', 'approved', 'claimed')")
    op.create_index(
        "uq_approvals_open", "approvals", ["binding"], unique=True, sqlite_where=open_, postgresql_where=open_
    )
    op.create_index("ix_approvals_project_created", "approvals", ["project_id", "created_at", "id"])
    op.create_index("ix_approvals_expires_at", "approvals", ["expires_at"])
    # That a project has no rules is kept too, so its first ones are announced as well.
    for statement in more_triggers(op.get_bind().dialect.name, ("policies",)):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("approvals")
    op.drop_table("policies")
