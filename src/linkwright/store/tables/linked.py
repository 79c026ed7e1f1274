"""Accounts, and what keeps them alive and true."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, project, text
from linkwright.store.types import Json, Moment

accounts = sa.Table(
    "accounts",
    metadata,
    id_(),
    project(),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id"), nullable=False),
    sa.Column("connector_key", sa.String(64), nullable=False),
    sa.Column("connector_version", sa.String(32), nullable=False),
    # The hosts that the credential was given for; null for an account that was linked before this was noted.
    sa.Column("hosts", Json, nullable=True),
    sa.Column("auth_method", sa.String(64), nullable=False),
    text("origin_owner_id"),
    text("origin_owner_name"),
    text("origin_username", null=True),
    # Empty for the one account an owner has at a connector; the account's own id where `multiple` made it.
    sa.Column("slot", sa.String(64), nullable=False),
    text("label", null=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("status_reasons", Json, nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    # `live` or `twin`; fixed at linking.
    sa.Column("upstream", sa.String(8), nullable=False),
    text("external_id", null=True),
    sa.Column("identity", Json, nullable=False),
    sa.Column("rights", Json, nullable=False),
    # How many times a credential was linked: what was learnt of an earlier one does not count.
    sa.Column("linkings", sa.Integer, nullable=False, server_default="1"),
    # As in projects; NULL for what the project says.
    sa.Column("screening", sa.String(8), nullable=True),
    sa.Column("setup_information", Json, nullable=False),
    sa.Column("metadata", Json, nullable=True),
    flag("shared"),
    moment("created_at"),
    moment("updated_at"),
    sa.UniqueConstraint("project_id", "origin_owner_id", "origin_owner_name", "connector_key", "slot"),
    sa.Index("ix_accounts_project_created", "project_id", "created_at"),
)

credentials = sa.Table(
    "credentials",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    project(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    # The last four characters, for people to recognise it by.
    sa.Column("last4", sa.String(8), nullable=False),
    moment("stored_at"),
    # When the provider takes it no longer; null where that is not known or never.
    moment("expires_at", null=True),
)

oauth_grants = sa.Table(
    "oauth_grants",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    project(),
    # As the provider told them; null if it did not.
    sa.Column("scopes", Json, nullable=True),
    # When it is to be renewed ahead of need; null if it cannot be renewed, or has ended.
    moment("due_at", null=True),
    # The lease: who renews it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    moment("lease_until", null=True),
    # The version of the refresh token that is about to be redeemed, noted before the provider is asked.
    sa.Column("intent_version", sa.Integer, nullable=True),
    moment("intent_at", null=True),
    # Renewals that failed since the last good one, and what the last one said.
    sa.Column("failures", sa.Integer, nullable=False),
    text("last_error", null=True),
    moment("granted_at"),
    moment("renewed_at", null=True),
    sa.Index("ix_oauth_grants_due_at", "due_at"),
)

account_checks = sa.Table(
    "account_checks",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    project(),
    # Null until somebody plans it; then when it falls due.
    sa.Column("due_at", Moment, nullable=True, index=True),
    # When we last knew that the credential works, or does not; when the provider was last asked for that alone.
    moment("checked_at", null=True),
    moment("asked_at", null=True),
    # `working`, `refused`, `another`, `unreachable` or `postponed`, and a sentence.
    sa.Column("outcome", sa.String(16), nullable=True),
    text("detail", null=True),
    # Tries in a row at which the provider could not be asked.
    sa.Column("faults", sa.Integer, nullable=False),
    # The lease: who works on it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    moment("lease_until", null=True),
)

deletion_receipts = sa.Table(
    "deletion_receipts",
    metadata,
    sa.Column("account_id", sa.String(64), primary_key=True),
    project(),
    sa.Column("connector_key", sa.String(64), nullable=False),
    sa.Column("auth_method", sa.String(64), nullable=False),
    text("origin_owner_id"),
    text("origin_owner_name"),
    # Names of the destroyed fields.
    sa.Column("fields", Json, nullable=False),
    # `key:key_…` or `member:mem_…`, and what they are called.
    text("deleted_by"),
    text("deleted_by_name"),
    moment("deleted_at"),
    # `revoked`, `not_supported` or `failed`: whether the provider was told to end the credential.
    sa.Column("revocation", sa.String(16), nullable=False),
    text("revocation_detail"),
    sa.Index("ix_deletion_receipts_deleted_at", "deleted_at"),
)

# Owners of whom everything was erased. What is told of them here names nobody.
owner_erasures = sa.Table(
    "owner_erasures",
    metadata,
    id_(),
    project(),
    # Of the owner's id; slow to make, so that nobody finds out ids by guessing.
    sa.Column("mark", sa.String(64), nullable=False),
    # The owner's id, until everything is erased.
    text("owner", null=True),
    # `open` or `done`.
    sa.Column("state", sa.String(8), nullable=False),
    # Ids of the accounts, those deleted before too.
    sa.Column("accounts", Json, nullable=False),
    # How many rows of each kind were deleted or emptied.
    sa.Column("counts", Json, nullable=False),
    # `key:key_…`, `member:mem_…` or `cli`, and what they are called.
    text("asked_by"),
    text("asked_by_name"),
    moment("asked_at"),
    # When a process last worked on it, and when it was over.
    moment("touched_at"),
    moment("finished_at", null=True),
    sa.Index("ix_owner_erasures_mark", "project_id", "mark", "asked_at"),
    sa.Index("ix_owner_erasures_asked", "project_id", "asked_at", "id"),
)
