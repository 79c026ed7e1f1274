"""How members sign in: the second step, the organization's own provider, and what slows guessing."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, metadata, moment, text
from linkwright.store.types import Json

sign_in_settings = sa.Table(
    "sign_in_settings",
    metadata,
    sa.Column("organization_id", sa.ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True),
    flag("require_two_step"),
    flag("passwords"),
    # The OpenID provider; NULL for none. Its client's secret is sealed for the organization.
    text("issuer", null=True),
    text("client_id", null=True),
    sa.Column("secret_record", sa.LargeBinary, nullable=True),
    sa.Column("secret_version", sa.Integer, nullable=False),
    sa.Column("domains", Json, nullable=False),
    sa.Column("default_role", sa.String(16), nullable=False),
    flag("joins"),
    moment("updated_at"),
)

sign_in_steps = sa.Table(
    "sign_in_steps",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    # `code` or `setup`: what is still needed before there is a session.
    sa.Column("stage", sa.String(8), nullable=False),
    sa.Column("way", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    moment("created_at"),
    moment("expires_at"),
)

member_two_step = sa.Table(
    "member_two_step",
    metadata,
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # The shared secret, sealed for the organization, the member and this version.
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # The last time step whose code was taken: it and those before are not taken again.
    sa.Column("last_step", sa.BigInteger, nullable=False),
    moment("created_at"),
    # NULL until a first code has shown that the app has the secret.
    moment("confirmed_at", null=True),
)

member_recovery_codes = sa.Table(
    "member_recovery_codes",
    metadata,
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("hash", sa.String(64), primary_key=True),
    moment("used_at", null=True),
)

member_identities = sa.Table(
    "member_identities",
    metadata,
    sa.Column("issuer", sa.String(255), primary_key=True),
    sa.Column("subject", sa.String(255), primary_key=True),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    text("email"),
    moment("created_at"),
    moment("used_at"),
)

oidc_flows = sa.Table(
    "oidc_flows",
    metadata,
    # Of the token that the browser keeps; state, nonce and verifier all come of it.
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("organization_id", sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    # The one provider that may answer.
    text("issuer"),
    text("next"),
    moment("created_at"),
    moment("expires_at"),
)

sign_in_tries = sa.Table(
    "sign_in_tries",
    metadata,
    # A hash of what is counted: no address of anybody is kept.
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    moment("tried_at"),
    sa.Index("ix_sign_in_tries_tried_at", "tried_at"),
)
