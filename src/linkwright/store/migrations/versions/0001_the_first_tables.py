"""The first tables."""

import sqlalchemy as sa
from alembic import op

import linkwright.store.types
from linkwright.store.triggers import create_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


HOT_TABLES = ("api_keys", "accounts", "credentials", "connector_profiles", "projects")
TABLES = (
    "counters",
    "organizations",
    "claim_links",
    "members",
    "projects",
    "api_keys",
    "connector_profiles",
    "data_keys",
    "feedback",
    "member_sessions",
    "runs",
    "accounts",
    "api_key_uses",
    "connect_sessions",
    "connection_attempts",
    "credentials",
)


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("wire_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("wire_id", name=op.f("uq_organizations_wire_id")),
    )
    op.create_table(
        "claim_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("expires_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("used_at", linkwright.store.types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_claim_links_organization_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_claim_links")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_members_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("organization_id", "email", name=op.f("uq_members_organization_id_email")),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("app_name", sa.Text(), nullable=False),
        sa.Column("brand", linkwright.store.types.Json(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_projects_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_projects_organization_id_name")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", linkwright.store.types.Json(), nullable=False),
        sa.Column("effects", linkwright.store.types.Json(), nullable=True),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("expires_at", linkwright.store.types.Moment(), nullable=True),
        sa.Column("revoked_at", linkwright.store.types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_api_keys_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_hash")),
    )
    op.create_table(
        "connector_profiles",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("auth_method", sa.String(length=64), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("actions", linkwright.store.types.Json(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("updated_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_connector_profiles_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connector_profiles")),
        sa.UniqueConstraint(
            "project_id", "connector_key", "name", name=op.f("uq_connector_profiles_project_id_connector_key_name")
        ),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("master_key_id", sa.String(length=64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_data_keys_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
    )
    with op.batch_alter_table("data_keys", schema=None) as batch_op:
        batch_op.create_index(
            "uq_data_keys_current",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("tool_names", linkwright.store.types.Json(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_feedback_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_table(
        "member_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("used_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("expires_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_sessions_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_member_sessions")),
    )
    with op.batch_alter_table("member_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_sessions_member_id"), ["member_id"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=128), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=True),
        sa.Column("face", sa.String(length=8), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("caller_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("started_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("duration_ms", sa.Float(), nullable=False),
        sa.Column("upstream_ms", sa.Float(), nullable=False),
        sa.Column("upstream_calls", sa.Integer(), nullable=False),
        sa.Column("detail", linkwright.store.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_runs_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index("ix_runs_account_started", ["account_id", "started_at"], unique=False)
        batch_op.create_index("ix_runs_project_started", ["project_id", "started_at", "id"], unique=False)
        batch_op.create_index("ix_runs_started", ["started_at"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.String(length=64), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=False),
        sa.Column("connector_version", sa.String(length=32), nullable=False),
        sa.Column("auth_method", sa.String(length=64), nullable=False),
        sa.Column("origin_owner_id", sa.Text(), nullable=False),
        sa.Column("origin_owner_name", sa.Text(), nullable=False),
        sa.Column("origin_username", sa.Text(), nullable=True),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_reasons", linkwright.store.types.Json(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("upstream", sa.String(length=8), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("identity", linkwright.store.types.Json(), nullable=False),
        sa.Column("rights", linkwright.store.types.Json(), nullable=False),
        sa.Column("setup_information", linkwright.store.types.Json(), nullable=False),
        sa.Column("metadata", linkwright.store.types.Json(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("updated_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["connector_profiles.id"], name=op.f("fk_accounts_profile_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_accounts_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "project_id",
            "origin_owner_id",
            "origin_owner_name",
            "connector_key",
            "slot",
            name=op.f("uq_accounts_project_id_origin_owner_id_origin_owner_name_connector_key_slot"),
        ),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index("ix_accounts_project_created", ["project_id", "created_at"], unique=False)

    op.create_table(
        "api_key_uses",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("used_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_api_key_uses_key_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_api_key_uses")),
    )
    op.create_table(
        "connect_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("wire_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("hub_hash", sa.String(length=64), nullable=False),
        sa.Column("origin_owner_id", sa.Text(), nullable=False),
        sa.Column("origin_owner_name", sa.Text(), nullable=False),
        sa.Column("origin_username", sa.Text(), nullable=True),
        sa.Column("provider", sa.String(length=64), nullable=True),
        sa.Column("categories", linkwright.store.types.Json(), nullable=True),
        sa.Column("profile_id", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("metadata", linkwright.store.types.Json(), nullable=True),
        sa.Column("type", sa.String(length=16), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("expires_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("revoked_at", linkwright.store.types.Moment(), nullable=True),
        sa.Column("used_at", linkwright.store.types.Moment(), nullable=True),
        sa.Column("linked_account_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["connector_profiles.id"], name=op.f("fk_connect_sessions_profile_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_connect_sessions_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connect_sessions")),
        sa.UniqueConstraint("hub_hash", name=op.f("uq_connect_sessions_hub_hash")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_connect_sessions_link_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_connect_sessions_token_hash")),
        sa.UniqueConstraint("wire_id", name=op.f("uq_connect_sessions_wire_id")),
    )
    op.create_table(
        "connection_attempts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_description", sa.Text(), nullable=True),
        sa.Column("created_at", linkwright.store.types.Moment(), nullable=False),
        sa.Column("updated_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_connection_attempts_project_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["connect_sessions.id"], name=op.f("fk_connection_attempts_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection_attempts")),
    )
    with op.batch_alter_table("connection_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_attempts_session_id"), ["session_id"], unique=False)

    op.create_table(
        "credentials",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("last4", sa.String(length=8), nullable=False),
        sa.Column("stored_at", linkwright.store.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_credentials_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_credentials_project_id")),
        sa.PrimaryKeyConstraint("account_id", "field", name=op.f("pk_credentials")),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('hot', 0), ('wire', 0)")
    for statement in create_triggers(op.get_bind().dialect.name, HOT_TABLES):
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION linkwright_hot()")
