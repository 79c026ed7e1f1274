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
    # `off`, `annotate` or `block`: what is done about text that is meant for a model.
    sa.Column("screening", sa.String(8), nullable=False, server_default="annotate"),
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
    text("password_hash"),
    moment("created_at"),
    sa.UniqueConstraint("organization_id", "email"),
)

member_sessions = sa.Table(
    "member_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("csrf_token", sa.String(64), nullable=False),
    moment("created_at"),
    moment("used_at"),
    moment("expires_at"),
)

claim_links = sa.Table(
    "claim_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
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
