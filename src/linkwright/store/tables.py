"""Every table, once. Migrations are checked against this module by a test."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.types import Json, Moment

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(64), primary_key=True)


def _project() -> sa.Column[str]:
    return sa.Column("project_id", sa.ForeignKey("projects.id"), nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, Moment, nullable=null)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


# `hot` rises with every change of a row that the hot path caches; triggers of the migration see to it.
counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

organizations = sa.Table(
    "organizations",
    metadata,
    _id(),
    sa.Column("wire_id", sa.Integer, nullable=False, unique=True),
    _text("name"),
    _moment("created_at"),
)

projects = sa.Table(
    "projects",
    metadata,
    _id(),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    _text("name"),
    _text("app_name"),
    sa.Column("brand", Json, nullable=False),
    # The project's own public address, such as https://link.example.com; NULL for the hub's.
    _text("own_url", null=True),
    _moment("created_at"),
    sa.UniqueConstraint("organization_id", "name"),
    sa.Index("uq_projects_own_url", "own_url", unique=True),
)

# Pictures that a project shows in place of ours; apart from `projects`, whose rows are read often.
project_logos = sa.Table(
    "project_logos",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    # `light` or `dark`: the theme that it is for.
    sa.Column("theme", sa.String(8), primary_key=True),
    sa.Column("media_type", sa.String(32), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    _moment("created_at"),
)

members = sa.Table(
    "members",
    metadata,
    _id(),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    _text("email"),
    _text("name"),
    sa.Column("role", sa.String(16), nullable=False),
    _text("password_hash"),
    _moment("created_at"),
    sa.UniqueConstraint("organization_id", "email"),
)

member_sessions = sa.Table(
    "member_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("member_id", sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("csrf_token", sa.String(64), nullable=False),
    _moment("created_at"),
    _moment("used_at"),
    _moment("expires_at"),
)

claim_links = sa.Table(
    "claim_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    _moment("created_at"),
    _moment("expires_at"),
    _moment("used_at", null=True),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    _id(),
    _project(),
    _text("name"),
    sa.Column("prefix", sa.String(16), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("scopes", Json, nullable=False),
    # The effects this key may execute, or NULL for all: how the preset `read-only` is kept.
    sa.Column("effects", Json, nullable=True),
    _moment("created_at"),
    _moment("expires_at", null=True),
    _moment("revoked_at", null=True),
)

# Apart from api_keys, so that a use does not count as a change of the key.
api_key_uses = sa.Table(
    "api_key_uses",
    metadata,
    sa.Column("key_id", sa.ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True),
    _moment("used_at"),
)

data_keys = sa.Table(
    "data_keys",
    metadata,
    _id(),
    _project(),
    sa.Column("master_key_id", sa.String(64), nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    _flag("current"),
    _moment("created_at"),
    # One current key a project, whoever makes it first.
    sa.Index(
        "uq_data_keys_current",
        "project_id",
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    ),
)

connector_profiles = sa.Table(
    "connector_profiles",
    metadata,
    _id(),
    _project(),
    sa.Column("connector_key", sa.String(64), nullable=False),
    _text("name"),
    sa.Column("auth_method", sa.String(64), nullable=False),
    _flag("is_default"),
    _flag("enabled"),
    # A preset (`read`, `core`, `all`) or a list of action ids.
    sa.Column("actions", Json, nullable=False),
    # Which version of the connector runs: `latest`, `1.x.x`, `1.2.x` or `1.2.0`.
    sa.Column("version", sa.String(32), nullable=False, server_default="latest"),
    # What the developer chose for signing in, by name; and scopes beyond those that the actions need.
    sa.Column("parameters", Json, nullable=False, server_default="{}"),
    sa.Column("more_scopes", Json, nullable=False, server_default="[]"),
    # What the project's own app at the provider is called there; null if the way of connecting needs none, or none is set.
    _text("client_id", null=True),
    _moment("created_at"),
    _moment("updated_at"),
    sa.UniqueConstraint("project_id", "connector_key", "name"),
)

# What a profile's own app at the provider is known by there, sealed: its secret.
profile_secrets = sa.Table(
    "profile_secrets",
    metadata,
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    _project(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("last4", sa.String(8), nullable=False),
    _moment("stored_at"),
)

# A project's own connectors. A version that is published never changes; withdrawn, it is offered no more but stays.
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
    _text("published_by"),
    _text("publisher"),
    _moment("published_at"),
    _moment("withdrawn_at", null=True),
)

connect_sessions = sa.Table(
    "connect_sessions",
    metadata,
    _id(),
    sa.Column("wire_id", sa.Integer, nullable=False, unique=True),
    _project(),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("link_hash", sa.String(64), nullable=False, unique=True),
    # Of the session token that opening the auth link gives; made of the link's token and token_hash, so never stored.
    sa.Column("hub_hash", sa.String(64), nullable=False, unique=True),
    _text("origin_owner_id"),
    _text("origin_owner_name"),
    _text("origin_username", null=True),
    sa.Column("provider", sa.String(64), nullable=True),
    sa.Column("categories", Json, nullable=True),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id"), nullable=True),
    sa.Column("account_id", sa.String(64), nullable=True),
    _text("label", null=True),
    _flag("multiple"),
    sa.Column("metadata", Json, nullable=True),
    sa.Column("type", sa.String(16), nullable=True),
    # Who made it: `key:key_…` or `member:mem_…`.
    _text("created_by"),
    _moment("created_at"),
    _moment("expires_at"),
    _moment("revoked_at", null=True),
    # When an account was linked through it: the auth link is spent then, the token still reads.
    _moment("used_at", null=True),
    sa.Column("linked_account_id", sa.String(64), nullable=True),
    # Whether an account made through it shall be shared; NULL leaves that open.
    sa.Column("shared", sa.Boolean, nullable=True),
    sa.Index("ix_connect_sessions_project_created", "project_id", "created_at"),
)

connection_attempts = sa.Table(
    "connection_attempts",
    metadata,
    _id(),
    _project(),
    sa.Column("session_id", sa.ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=True),
    _text("error_code", null=True),
    _text("error_description", null=True),
    # Origin of the page that began it, as its browser said.
    _text("page_origin", null=True),
    _moment("created_at"),
    _moment("updated_at"),
)

# People on their way to a provider and back. Rows are swept once they have ended.
sign_in_flows = sa.Table(
    "sign_in_flows",
    metadata,
    _id(),
    _project(),
    sa.Column("session_id", sa.ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("attempt_id", sa.ForeignKey("connection_attempts.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id", ondelete="CASCADE"), nullable=False),
    # The account that is to be given new tokens, where one was named.
    sa.Column("account_id", sa.String(64), nullable=True),
    _flag("by_link"),
    _flag("as_new"),
    sa.Column("upstream", sa.String(8), nullable=False),
    # Of the address that begins it, of the state that the provider sends back, and of the browser's cookie.
    sa.Column("start_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("state_hash", sa.String(64), nullable=True, unique=True),
    sa.Column("browser_hash", sa.String(64), nullable=True),
    # Sealed: the code verifier, and what the person typed before leaving.
    sa.Column("verifier", sa.LargeBinary, nullable=True),
    sa.Column("entered", sa.LargeBinary, nullable=True),
    _moment("created_at"),
    _moment("expires_at"),
    _moment("left_at", null=True),
    _moment("returned_at", null=True),
    sa.Index("ix_sign_in_flows_expires_at", "expires_at"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    _id(),
    _project(),
    sa.Column("profile_id", sa.ForeignKey("connector_profiles.id"), nullable=False),
    sa.Column("connector_key", sa.String(64), nullable=False),
    sa.Column("connector_version", sa.String(32), nullable=False),
    # The hosts that the credential was given for; null for an account that was linked before this was noted.
    sa.Column("hosts", Json, nullable=True),
    sa.Column("auth_method", sa.String(64), nullable=False),
    _text("origin_owner_id"),
    _text("origin_owner_name"),
    _text("origin_username", null=True),
    # Empty for the one account an owner has at a connector; the account's own id where `multiple` made it.
    sa.Column("slot", sa.String(64), nullable=False),
    _text("label", null=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("status_reasons", Json, nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    # `live` or `twin`; fixed at linking.
    sa.Column("upstream", sa.String(8), nullable=False),
    _text("external_id", null=True),
    sa.Column("identity", Json, nullable=False),
    sa.Column("rights", Json, nullable=False),
    # How many times a credential was linked: what was learnt of an earlier one does not count.
    sa.Column("linkings", sa.Integer, nullable=False, server_default="1"),
    sa.Column("setup_information", Json, nullable=False),
    sa.Column("metadata", Json, nullable=True),
    _flag("shared"),
    _moment("created_at"),
    _moment("updated_at"),
    sa.UniqueConstraint("project_id", "origin_owner_id", "origin_owner_name", "connector_key", "slot"),
    sa.Index("ix_accounts_project_created", "project_id", "created_at"),
)

credentials = sa.Table(
    "credentials",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    _project(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    # The last four characters, for people to recognise it by.
    sa.Column("last4", sa.String(8), nullable=False),
    _moment("stored_at"),
    # When the provider takes it no longer; null where that is not known or never.
    _moment("expires_at", null=True),
)

# What keeps a token alive that has to be renewed. Apart from accounts, so that a lease is no change of the account.
oauth_grants = sa.Table(
    "oauth_grants",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    _project(),
    # As the provider told them; null if it did not.
    sa.Column("scopes", Json, nullable=True),
    # When it is to be renewed ahead of need; null if it cannot be renewed, or has ended.
    _moment("due_at", null=True),
    # The lease: who renews it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    _moment("lease_until", null=True),
    # The version of the refresh token that is about to be redeemed, noted before the provider is asked.
    sa.Column("intent_version", sa.Integer, nullable=True),
    _moment("intent_at", null=True),
    # Renewals that failed since the last good one, and what the last one said.
    sa.Column("failures", sa.Integer, nullable=False),
    _text("last_error", null=True),
    _moment("granted_at"),
    _moment("renewed_at", null=True),
    sa.Index("ix_oauth_grants_due_at", "due_at"),
)

# When an account is looked at next, and what came of the last time. Apart from accounts, whose rows the hot path caches.
account_checks = sa.Table(
    "account_checks",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    _project(),
    # Null until somebody plans it; then when it falls due.
    sa.Column("due_at", Moment, nullable=True, index=True),
    # When we last knew that the credential works, or does not; when the provider was last asked for that alone.
    _moment("checked_at", null=True),
    _moment("asked_at", null=True),
    # `working`, `refused`, `another`, `unreachable` or `postponed`, and a sentence.
    sa.Column("outcome", sa.String(16), nullable=True),
    _text("detail", null=True),
    # Tries in a row at which the provider could not be asked.
    sa.Column("faults", sa.Integer, nullable=False),
    # The lease: who works on it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    _moment("lease_until", null=True),
)

# What was destroyed with an account, by whom and when; no secret, and no reference to rows that are gone.
deletion_receipts = sa.Table(
    "deletion_receipts",
    metadata,
    sa.Column("account_id", sa.String(64), primary_key=True),
    _project(),
    sa.Column("connector_key", sa.String(64), nullable=False),
    sa.Column("auth_method", sa.String(64), nullable=False),
    _text("origin_owner_id"),
    _text("origin_owner_name"),
    # Names of the destroyed fields.
    sa.Column("fields", Json, nullable=False),
    # `key:key_…` or `member:mem_…`, and what they are called.
    _text("deleted_by"),
    _text("deleted_by_name"),
    _moment("deleted_at"),
    # `revoked`, `not_supported` or `failed`: whether the provider was told to end the credential.
    sa.Column("revocation", sa.String(16), nullable=False),
    _text("revocation_detail"),
)

runs = sa.Table(
    "runs",
    metadata,
    _id(),
    _project(),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("action", sa.String(128), nullable=False),
    sa.Column("connector_key", sa.String(64), nullable=True),
    sa.Column("face", sa.String(8), nullable=False),
    _text("caller"),
    sa.Column("caller_id", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("success", sa.Boolean, nullable=False),
    _moment("started_at"),
    sa.Column("duration_ms", sa.Float, nullable=False),
    sa.Column("upstream_ms", sa.Float, nullable=False),
    sa.Column("upstream_calls", sa.Integer, nullable=False),
    # arguments, result excerpt, error, stages and every upstream call; never a secret.
    sa.Column("detail", Json, nullable=False),
    sa.Index("ix_runs_project_started", "project_id", "started_at", "id"),
    sa.Index("ix_runs_account_started", "account_id", "started_at"),
    sa.Index("ix_runs_started", "started_at"),
)

# Every write, noted before it is sent: so that it can be told whether it happened, and happens once.
writes = sa.Table(
    "writes",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id"), primary_key=True),
    # Of the key that the caller gave, or that was derived for it.
    sa.Column("key_hash", sa.String(64), primary_key=True),
    # `given` by the caller, `derived` from its call, or `none`: nobody can repeat it.
    sa.Column("key_kind", sa.String(8), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=False),
    sa.Column("action", sa.String(128), nullable=False),
    # Of account, action and the caller's arguments.
    sa.Column("fingerprint", sa.String(64), nullable=False),
    # `open`, `done`, `refused` or `unknown`.
    sa.Column("state", sa.String(8), nullable=False),
    # Of which the ids of what is created are drawn.
    sa.Column("seed", sa.String(64), nullable=False),
    # Face, name and id of whoever asked.
    sa.Column("caller", Json, nullable=False),
    # Who works on it until when; the fence rises with every try.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    _moment("lease_until", null=True),
    # The run of the newest try.
    sa.Column("run_id", sa.String(64), nullable=False),
    # What was answered, sealed, with the fence that it was sealed for.
    sa.Column("answer", sa.LargeBinary, nullable=True),
    # Whether the answer was given to somebody who was still there.
    _flag("told"),
    _moment("created_at"),
    _moment("finished_at", null=True),
    _moment("expires_at"),
    sa.Index("ix_writes_expires_at", "expires_at"),
    sa.Index("ix_writes_open", "lease_until"),
    sa.Index("ix_writes_fingerprint", "project_id", "fingerprint"),
)

# Where a project wants its events posted.
webhook_endpoints = sa.Table(
    "webhook_endpoints",
    metadata,
    _id(),
    _project(),
    _text("url"),
    _text("description", null=True),
    # Names of events, or `*` alone for all of them.
    sa.Column("events", Json, nullable=False),
    # Whether body, names and a further signature are those of the StackOne contract.
    _flag("stackone"),
    # Whether deliveries of one account go out one after another.
    sa.Column("ordered", sa.Boolean, nullable=False, server_default=sa.false()),
    _flag("enabled"),
    _text("disabled_reason", null=True),
    _moment("disabled_at", null=True),
    # Since when every attempt has failed.
    _moment("failing_since", null=True),
    _moment("created_at"),
    _moment("updated_at"),
    sa.Index("ix_webhook_endpoints_project_id", "project_id"),
)

webhook_secrets = sa.Table(
    "webhook_secrets",
    metadata,
    sa.Column("endpoint_id", sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _project(),
    sa.Column("record", sa.LargeBinary, nullable=False),
    _moment("created_at"),
    # When it stops signing, once a newer one has taken its place.
    _moment("expires_at", null=True),
)

# What happened, kept only where an endpoint wanted to hear of it.
events = sa.Table(
    "events",
    metadata,
    _id(),
    _project(),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("data", Json, nullable=False),
    _moment("created_at"),
    sa.Index("ix_events_created_at", "created_at"),
)

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    _id(),
    _project(),
    sa.Column("endpoint_id", sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True),
    # `pending`, `delivered` or `failed`.
    sa.Column("status", sa.String(16), nullable=False),
    # All attempts, and those of the present round of retries.
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    # Null when nothing is to be done: it is over, its endpoint is off, or an earlier one of its queue is pending.
    _moment("due_at", null=True),
    # At an ordered endpoint: the account whose events go out one after another, and the place among them.
    sa.Column("queue", sa.String(64), nullable=True),
    sa.Column("position", sa.BigInteger, nullable=True),
    # The lease: who works on it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    _moment("lease_until", null=True),
    _moment("created_at"),
    _moment("finished_at", null=True),
    sa.Index("ix_webhook_deliveries_due_at", "due_at"),
    sa.Index("ix_webhook_deliveries_endpoint_created", "endpoint_id", "created_at", "id"),
    sa.Index("uq_webhook_deliveries_queue", "endpoint_id", "queue", "position", unique=True),
    sa.Index("ix_webhook_deliveries_queue_status", "endpoint_id", "queue", "status", "position"),
)

webhook_attempts = sa.Table(
    "webhook_attempts",
    metadata,
    sa.Column("delivery_id", sa.ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _moment("started_at"),
    sa.Column("duration_ms", sa.Float, nullable=False),
    # The receiver's status, or what kept it from answering.
    sa.Column("status", sa.Integer, nullable=True),
    _text("error", null=True),
    # The beginning of its answer, without secrets.
    _text("excerpt"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    _id(),
    _project(),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("tool_names", Json, nullable=False),
    _text("text"),
    _moment("created_at"),
)

# Rows of these tables are cached by the hot path; a trigger on each announces every change.
HOT_TABLES = ("api_keys", "accounts", "credentials", "connector_profiles", "projects", "connector_versions")
