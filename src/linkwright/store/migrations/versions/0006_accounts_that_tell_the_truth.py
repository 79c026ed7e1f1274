"""How often an account was linked, when it is checked next, and receipts of what was deleted."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("linkings", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "account_checks",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_checks_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_account_checks_project_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_checks")),
    )
    op.create_index(op.f("ix_account_checks_due_at"), "account_checks", ["due_at"])
    op.execute(
        "INSERT INTO account_checks (account_id, project_id, faults, lease_fence) SELECT id, project_id, 0, 0 FROM accounts"
    )
    op.create_table(
        "deletion_receipts",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=False),
        sa.Column("auth_method", sa.String(length=64), nullable=False),
        sa.Column("origin_owner_id", sa.Text(), nullable=False),
        sa.Column("origin_owner_name", sa.Text(), nullable=False),
        sa.Column("fields", Json(), nullable=False),
        sa.Column("deleted_by", sa.Text(), nullable=False),
        sa.Column("deleted_by_name", sa.Text(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=False),
        sa.Column("revocation", sa.String(length=16), nullable=False),
        sa.Column("revocation_detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_deletion_receipts_project_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_deletion_receipts")),
    )


def downgrade() -> None:
    op.drop_table("deletion_receipts")
    op.drop_table("account_checks")
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("linkings")
