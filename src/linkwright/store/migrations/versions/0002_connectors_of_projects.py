"""Connectors of projects: published versions, pins of profiles, and the hosts that a credential was given for."""

import sqlalchemy as sa
from alembic import op

import linkwright.store.types
from linkwright.store.triggers import more_triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HOT_TABLE = "connector_versions"


def upgrade() -> None:
    op.create_table(
        HOT_TABLE,
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("files_hash", sa.String(length=64), nullable=False),
        sa.Column("lock", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("withdrawn_at", linkwright.store.types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_connector_versions_project_id")),
        sa.PrimaryKeyConstraint("project_id", "connector_key", "version", name=op.f("pk_connector_versions")),
    )
    # Adding a column in place keeps the triggers, which a copy of the table would lose.
    op.add_column(
        "connector_profiles", sa.Column("version", sa.String(length=32), nullable=False, server_default="latest")
    )
    op.add_column("accounts", sa.Column("hosts", linkwright.store.types.Json(), nullable=True))
    for statement in more_triggers(op.get_bind().dialect.name, (HOT_TABLE,)):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(HOT_TABLE)
    op.drop_column("connector_profiles", "version")
    op.drop_column("accounts", "hosts")
