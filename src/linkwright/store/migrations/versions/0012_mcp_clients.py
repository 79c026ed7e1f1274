"""MCP clients that sign in: clients, consents, codes and tokens."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.triggers import more_triggers
from linkwright.store.types import Json, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# `members` was there before; what a member may do is now read on the hot path too.
HOT_TABLES = ("members", "mcp_consents", "mcp_access_tokens")


def upgrade() -> None:
    op.create_table(
        "mcp_clients",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("home_url", sa.Text(), nullable=True),
        sa.Column("redirect_uris", Json(), nullable=False),
        sa.Column("auth_method", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mcp_clients")),
    )
    op.create_index("ix_mcp_clients_expires_at", "mcp_clients", ["expires_at"])
    op.create_table(
        "mcp_consents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(length=512), nullable=False),
        sa.Column("client_name", sa.Text(), nullable=False),
        sa.Column("redirect_host", sa.String(length=255), nullable=False),
        sa.Column("accounts", Json(), nullable=False),
        sa.Column("effects", Json(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_mcp_consents_project_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_mcp_consents_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mcp_consents")),
        sa.UniqueConstraint(
            "project_id",
            "member_id",
            "client_id",
            "accounts",
            name=op.f("uq_mcp_consents_project_id_member_id_client_id_accounts"),
        ),
    )
    op.create_index("ix_mcp_consents_expires_at", "mcp_consents", ["expires_at"])
    op.create_table(
        "mcp_consent_uses",
        sa.Column("consent_id", sa.String(length=64), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["mcp_consents.id"], name=op.f("fk_mcp_consent_uses_consent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_mcp_consent_uses")),
    )
    _of_consent(
        "mcp_codes",
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("challenge", sa.String(length=43), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
    )
    _of_consent(
        "mcp_access_tokens",
        sa.Column("refresh_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
    )
    op.create_index(op.f("ix_mcp_access_tokens_refresh_hash"), "mcp_access_tokens", ["refresh_hash"])
    op.create_index("ix_mcp_access_tokens_expires_at", "mcp_access_tokens", ["expires_at"])
    _of_consent(
        "mcp_refresh_tokens",
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("successor_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("rotated_at", Moment(), nullable=True),
    )
    # Found by their keys alone, so a new row changes nothing that anybody has kept.
    for statement in more_triggers(op.get_bind().dialect.name, HOT_TABLES, ("UPDATE", "DELETE")):
        op.execute(statement)


def _of_consent(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("consent_id", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(length=512), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("effects", Json(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["consent_id"], ["mcp_consents.id"], name=op.f(f"fk_{name}_consent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_consent_id"), name, ["consent_id"])
    op.create_index(op.f(f"ix_{name}_family"), name, ["family"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER hot_members ON members")
    else:
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER hot_members_{event}")
    for name in (
        "mcp_refresh_tokens",
        "mcp_access_tokens",
        "mcp_codes",
        "mcp_consent_uses",
        "mcp_consents",
        "mcp_clients",
    ):
        op.drop_table(name)
