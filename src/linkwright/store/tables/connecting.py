"""Profiles of connectors, the connectors of projects, and what leads to an account."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, project, text
from linkwright.store.types import Json

connector_profiles = sa.Table(
    "connector_profiles",
    metadata,
    id_(),
    project(),
    sa.Column("connector_key", sa.String(64), nullable=False),
    text("name"),
    sa.Column("auth_method", sa.String(64), nullable=False),
    flag("is_default"),
    flag("enabled"),
    # A preset (`read`, `core`, `all`) or a list of action ids.
    sa.Column("actions", Json, nullable=False),
    # Whether the proxy may be used; null: where all actions are on.
    sa.Column("proxy", sa.Boolean, nullable=True),
    # Which version of the connector runs: `latest`, `1.x.x`, `1.2.x` or `1.2.0`.
    sa.Column("version", sa.String(32), nullable=False, server_default="latest"),
    # What the developer chose for signing in, by name; and scopes beyond those that the actions need.
    sa.Column("parameters", Json, nullable=False, server_default="{}"),
    sa.Column("more_scopes", Json, nullable=False, server_default="[]"),
    # What the project's own app at the provider is called there; null if the way of connecting needs none, or none is set.
    text("client_id", null=True),
    moment("created_at"),
    moment("updated_at"),
    sa.UniqueConstraint("project_id", "connector_key", "name"),
)

profile_secrets = sa.Table(
    "profile_secrets",
    metadata,
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    project(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("last4", sa.String(8), nullable=False),
    # The hosts that the secret was given for; null for one that was stored before this was noted.
    sa.Column("hosts", Json, nullable=True),
    moment("stored_at"),
)

connector_versions = sa.Table(
    "connector_versions",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id"), primary_key=True),
    sa.Column("connector_key", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(32), primary_key=True),
    # Of the compiled lock, and of the files that it was compiled from.
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("files_hash", sa.String(64), nullable=False),
    # JSON, compressed: the lock that runs, and the files, for a hub whose locks have another format.
    sa.Column("lock", sa.LargeBinary, nullable=False),
    sa.Column("files", sa.LargeBinary, nullable=False),
    # Who published it: `key:key_…` or `member:mem_…`, and what they are called.
    text("published_by"),
    text("publisher"),
    moment("published_at"),
    moment("withdrawn_at", null=True),
)

connect_sessions = sa.Table(
    "connect_sessions",
    metadata,
    id_(),
    sa.Column("wire_id", sa.Integer, nullable=False, unique=True),
    project(),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("link_hash", sa.String(64), nullable=False, unique=True),
    # Of the session token that opening the auth link gives; made of the link's token and token_hash, so never stored.
    sa.Column("hub_hash", sa.String(64), nullable=False, unique=True),
    text("origin_owner_id"),
    text("origin_owner_name"),
    text("origin_username", null=True),
    sa.Column("provider", sa.String(64), nullable=True),
    sa.Column("categories", Json, nullable=True),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id"), nullable=True),
    sa.Column("account_id", sa.String(64), nullable=True),
    text("label", null=True),
    flag("multiple"),
    sa.Column("metadata", Json, nullable=True),
    sa.Column("type", sa.String(16), nullable=True),
    # Who made it: `key:key_…` or `member:mem_…`.
    text("created_by"),
    moment("created_at"),
    moment("expires_at"),
    moment("revoked_at", null=True),
    # When an account was linked through it: the auth link is spent then, the token still reads.
    moment("used_at", null=True),
    sa.Column("linked_account_id", sa.String(64), nullable=True),
    # Whether an account made through it shall be shared; NULL leaves that open.
    sa.Column("shared", sa.Boolean, nullable=True),
    sa.Index("ix_connect_sessions_project_created", "project_id", "created_at"),
    sa.Index("ix_connect_sessions_expires_at", "expires_at"),
)

connection_attempts = sa.Table(
    "connection_attempts",
    metadata,
    id_(),
    project(),
    sa.Column("session_id", sa.ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=True),
    text("error_code", null=True),
    text("error_description", null=True),
    # Origin of the page that began it, as its browser said.
    text("page_origin", null=True),
    moment("created_at"),
    moment("updated_at"),
)

sign_in_flows = sa.Table(
    "sign_in_flows",
    metadata,
    id_(),
    project(),
    sa.Column("session_id", sa.ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("attempt_id", sa.ForeignKey("connection_attempts.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id", ondelete="CASCADE"), nullable=False),
    # The account that is to be given new tokens, where one was named.
    sa.Column("account_id", sa.String(64), nullable=True),
    flag("by_link"),
    flag("as_new"),
    sa.Column("upstream", sa.String(8), nullable=False),
    # Of the address that begins it, of the state that the provider sends back, and of the browser's cookie.
    sa.Column("start_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("state_hash", sa.String(64), nullable=True, unique=True),
    sa.Column("browser_hash", sa.String(64), nullable=True),
    # Sealed: the code verifier, and what the person typed before leaving.
    sa.Column("verifier", sa.LargeBinary, nullable=True),
    sa.Column("entered", sa.LargeBinary, nullable=True),
    moment("created_at"),
    moment("expires_at"),
    moment("left_at", null=True),
    moment("returned_at", null=True),
    sa.Index("ix_sign_in_flows_expires_at", "expires_at"),
)
