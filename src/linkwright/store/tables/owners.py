"""Organizations, projects, members and keys."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import id_, metadata, moment, project, text
from linkwright.store.types import Json

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

# How many calls a key, client or account may still make, where several processes count together; see store.buckets.
rate_buckets = sa.Table(
    "rate_buckets",
    metadata,
    sa.Column("name", sa.String(128), primary_key=True),
    # In thousandths of a call.
    sa.Column("left_milli", sa.BigInteger, nullable=False),
    sa.Column("taken_milli", sa.BigInteger, nullable=False),
    sa.Column("touched_ms", sa.BigInteger, nullable=False),
)

organizations = sa.Table(
    "organizations",
    metadata,
    id_(),
    sa.Column("wire_id", sa.Integer, nullable=False, unique=True),
    text("name"),
    moment("created_at"),
)

projects = sa.Table(
    "projects",
    metadata,
    id_(),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    text("name"),
    text("app_name"),
    sa.Column("brand", Json, nullable=False),
    # The project's own public address, such as https://link.example.com; NULL for the hub's.
    text("own_url", null=True),
    # Networks that keys, MCP clients and members may come from, as texts; NULL for anywhere.
    sa.Column("networks", Json, nullable=True),
    # `off`, `annotate` or `block`: what is done about text that is meant for a model.
    sa.Column("screening", sa.String(8), nullable=False, server_default="annotate"),
    # How large answers may be where a call does not say: tokens, 0 for as large as they are. NULL over REST is 0, over MCP what
    # the action says.
    sa.Column("rest_max_tokens", sa.Integer, nullable=True),
    sa.Column("mcp_max_tokens", sa.Integer, nullable=True),
    moment("created_at"),
    sa.UniqueConstraint("organization_id", "name"),
    sa.Index("uq_projects_own_url", "own_url", unique=True),
)

project_logos = sa.Table(
    "project_logos",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    # `light` or `dark`: the theme that it is for.
    sa.Column("theme", sa.String(8), primary_key=True),
    sa.Column("media_type", sa.String(32), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    moment("created_at"),
)

members = sa.Table(
    "members",
    metadata,
    id_(),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    text("email"),
    text("name"),
    sa.Column("role", sa.String(16), nullable=False),
    # Empty for who has no password.
    text("password_hash"),
    moment("created_at"),
    sa.UniqueConstraint("organization_id", "email"),
)

member_sessions = sa.Table(
    "member_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    # How lists and ends name it: good for nothing else.
    sa.Column("id", sa.String(64), nullable=False, unique=True),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("csrf_token", sa.String(64), nullable=False),
    # `password`, `link` or `provider`: how it began.
    sa.Column("way", sa.String(16), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    text("device"),
    moment("created_at"),
    moment("used_at"),
    # When it ends without being used, and when it ends in any case.
    moment("expires_at"),
    moment("ends_at"),
)

claim_links = sa.Table(
    "claim_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    # How lists and ends name it.
    sa.Column("id", sa.String(64), nullable=True),
    # The only address that it works for, or NULL for any.
    text("email", null=True),
    # Whether a member that there is already may set a new password by it: those made on the server may.
    sa.Column("resets", sa.Boolean, nullable=False, server_default=sa.false()),
    text("created_by", null=True),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    sa.Index("uq_claim_links_id", "id", unique=True),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    id_(),
    project(),
    text("name"),
    sa.Column("prefix", sa.String(16), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("scopes", Json, nullable=False),
    # The effects this key may execute, or NULL for all: how the preset `read-only` is kept.
    sa.Column("effects", Json, nullable=True),
    # The accounts and connector profiles that it is limited to, as two lists of ids; NULL for no limit.
    sa.Column("limits", Json, nullable=True),
    moment("created_at"),
    moment("expires_at", null=True),
    moment("revoked_at", null=True),
)

api_key_uses = sa.Table(
    "api_key_uses",
    metadata,
    sa.Column("key_id", sa.ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True),
    moment("used_at"),
)
