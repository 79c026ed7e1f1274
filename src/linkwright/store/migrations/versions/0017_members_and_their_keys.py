"""Invitations, console sessions with device and end, the second step, OpenID providers, limits of keys, allowed networks."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _invitations()
    _sessions()
    _signing_in()
    op.add_column("api_keys", sa.Column("limits", Json(), nullable=True))
    op.add_column("projects", sa.Column("networks", Json(), nullable=True))


def _invitations() -> None:
    op.add_column("claim_links", sa.Column("id", sa.String(64), nullable=True))
    op.add_column("claim_links", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("claim_links", sa.Column("resets", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("claim_links", sa.Column("created_by", sa.Text(), nullable=True))
    # Those that are there were made on the server, for owners.
    op.execute("UPDATE claim_links SET resets = true, id = 'inv_' || substr(token_hash, 1, 20)")
    op.create_index("uq_claim_links_id", "claim_links", ["id"], unique=True)


def _sessions() -> None:
    # Nothing is known of where those that are open began: members sign in once more.
    op.drop_table("member_sessions")
    op.create_table(
        "member_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("csrf_token", sa.String(64), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_sessions_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_member_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_member_sessions_id")),
    )
    op.create_index(op.f("ix_member_sessions_member_id"), "member_sessions", ["member_id"])


def _signing_in() -> None:
    op.create_table(
        "sign_in_settings",
        sa.Column("organization_id", sa.String(64), nullable=False),
        sa.Column("require_two_step", sa.Boolean(), nullable=False),
        sa.Column("passwords", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("secret_record", sa.LargeBinary(), nullable=True),
        sa.Column("secret_version", sa.Integer(), nullable=False),
        sa.Column("domains", Json(), nullable=False),
        sa.Column("default_role", sa.String(16), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        _to("organizations", "sign_in_settings", "organization_id"),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_sign_in_settings")),
    )
    op.create_table(
        "sign_in_steps",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        _to("members", "sign_in_steps", "member_id"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_steps")),
    )
    op.create_index(op.f("ix_sign_in_steps_member_id"), "sign_in_steps", ["member_id"])
    op.create_table(
        "member_two_step",
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        _to("members", "member_two_step", "member_id"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_two_step")),
    )
    op.create_table(
        "member_recovery_codes",
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        _to("members", "member_recovery_codes", "member_id"),
        sa.PrimaryKeyConstraint("member_id", "hash", name=op.f("pk_member_recovery_codes")),
    )
    op.create_table(
        "member_identities",
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        _to("members", "member_identities", "member_id"),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_member_identities")),
    )
    op.create_index(op.f("ix_member_identities_member_id"), "member_identities", ["member_id"])
    op.create_table(
        "oidc_flows",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("organization_id", sa.String(64), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        _to("organizations", "oidc_flows", "organization_id"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_oidc_flows")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("tried_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_in_tries")),
    )
    op.create_index("ix_sign_in_tries_tried_at", "sign_in_tries", ["tried_at"])


def _to(parent: str, table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    op.drop_column("projects", "networks")
    op.drop_column("api_keys", "limits")
    for name in (
        "sign_in_tries",
        "oidc_flows",
        "member_identities",
        "member_recovery_codes",
        "member_two_step",
        "sign_in_steps",
        "sign_in_settings",
    ):
        op.drop_table(name)
    op.drop_table("member_sessions")
    op.create_table(
        "member_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("csrf_token", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_sessions_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_member_sessions")),
    )
    op.create_index(op.f("ix_member_sessions_member_id"), "member_sessions", ["member_id"])
    op.drop_index("uq_claim_links_id", "claim_links")
    for column in ("created_by", "resets", "email", "id"):
        op.drop_column("claim_links", column)
