"""MCP clients that sign in: who they are, what members let them do, and the tokens that came of it."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import id_, metadata, moment, project, text
from linkwright.store.types import Json

mcp_clients = sa.Table(
    "mcp_clients",
    metadata,
    # Clients that registered themselves. One that is known by its metadata document has no row.
    id_(),
    text("name"),
    text("home_url", null=True),
    sa.Column("redirect_uris", Json, nullable=False),
    sa.Column("auth_method", sa.String(32), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=True),
    moment("created_at"),
    # When it is forgotten, unless somebody consents to it before; moved by each consent.
    moment("expires_at"),
    sa.Index("ix_mcp_clients_expires_at", "expires_at"),
)

mcp_consents = sa.Table(
    "mcp_consents",
    metadata,
    id_(),
    project(),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    # An id of `mcp_clients`, or the address of the client's metadata document.
    sa.Column("client_id", sa.String(512), nullable=False),
    text("client_name"),
    sa.Column("redirect_host", sa.String(255), nullable=False),
    # Ids of the accounts it may act on, in order.
    sa.Column("accounts", Json, nullable=False),
    # The effects it may execute, or NULL for all.
    sa.Column("effects", Json, nullable=True),
    moment("created_at"),
    moment("updated_at"),
    moment("expires_at"),
    sa.UniqueConstraint("project_id", "member_id", "client_id", "accounts"),
    sa.Index("ix_mcp_consents_expires_at", "expires_at"),
)

mcp_consent_uses = sa.Table(
    "mcp_consent_uses",
    metadata,
    sa.Column("consent_id", sa.ForeignKey("mcp_consents.id", ondelete="CASCADE"), primary_key=True),
    moment("used_at"),
)


def _of_consent() -> list[sa.Column[str]]:
    """What a code and a token have in common; `family` joins all that came of one code."""
    return [
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("consent_id", sa.ForeignKey("mcp_consents.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("client_id", sa.String(512), nullable=False),
        sa.Column("family", sa.String(64), nullable=False, index=True),
        # As in the consent when it was given: a wider one later does not widen what is out already.
        sa.Column("effects", Json, nullable=True),
        text("audience"),
    ]


mcp_codes = sa.Table(
    "mcp_codes",
    metadata,
    *_of_consent(),
    text("redirect_uri"),
    sa.Column("challenge", sa.String(43), nullable=False),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
)

mcp_access_tokens = sa.Table(
    "mcp_access_tokens",
    metadata,
    *_of_consent(),
    # The refresh token that was given with it.
    sa.Column("refresh_hash", sa.String(64), nullable=False, index=True),
    moment("created_at"),
    moment("expires_at"),
    sa.Index("ix_mcp_access_tokens_expires_at", "expires_at"),
)

mcp_refresh_tokens = sa.Table(
    "mcp_refresh_tokens",
    metadata,
    *_of_consent(),
    # `open`, `rotated` (its successor is `successor_hash`), or `dead` (its answer was taken for lost).
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("successor_hash", sa.String(64), nullable=True),
    moment("created_at"),
    moment("rotated_at", null=True),
)
