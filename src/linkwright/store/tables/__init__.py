"""Every table, once. Migrations are checked against this package by a test."""

from __future__ import annotations

from linkwright.store.tables.auditing import audit_chains, audit_checkpoints, audit_keys, audit_records
from linkwright.store.tables.base import metadata
from linkwright.store.tables.calling import (
    downloads,
    feedback,
    runs,
    writes,
)
from linkwright.store.tables.connecting import (
    connect_sessions,
    connection_attempts,
    connector_profiles,
    connector_versions,
    profile_secrets,
    sign_in_flows,
)
from linkwright.store.tables.consenting import (
    mcp_access_tokens,
    mcp_clients,
    mcp_codes,
    mcp_consent_uses,
    mcp_consents,
    mcp_refresh_tokens,
)
from linkwright.store.tables.judging import approvals, policies
from linkwright.store.tables.keeping import (
    data_key_wraps,
    data_keys,
    key_rotations,
    master_keys,
    vault_holders,
)
from linkwright.store.tables.linked import (
    account_checks,
    accounts,
    credentials,
    deletion_receipts,
    oauth_grants,
    owner_erasures,
)
from linkwright.store.tables.owners import (
    api_key_uses,
    api_keys,
    claim_links,
    counters,
    member_sessions,
    members,
    organizations,
    project_logos,
    projects,
)
from linkwright.store.tables.signing_in import (
    member_identities,
    member_recovery_codes,
    member_two_step,
    oidc_flows,
    sign_in_settings,
    sign_in_steps,
    sign_in_tries,
)
from linkwright.store.tables.telling import (
    events,
    provider_event_ids,
    provider_subscriptions,
    webhook_attempts,
    webhook_deliveries,
    webhook_endpoints,
    webhook_secrets,
)

# Rows of these tables are cached by the hot path; a trigger on each announces every change.
HOT_TABLES = (
    "api_keys",
    "accounts",
    "credentials",
    "connector_profiles",
    "projects",
    "connector_versions",
    "members",
    "mcp_consents",
    "mcp_access_tokens",
    "policies",
)

__all__ = [
    "HOT_TABLES",
    "account_checks",
    "accounts",
    "api_key_uses",
    "api_keys",
    "approvals",
    "audit_chains",
    "audit_checkpoints",
    "audit_keys",
    "audit_records",
    "claim_links",
    "connect_sessions",
    "connection_attempts",
    "connector_profiles",
    "connector_versions",
    "counters",
    "credentials",
    "data_key_wraps",
    "data_keys",
    "deletion_receipts",
    "downloads",
    "events",
    "feedback",
    "key_rotations",
    "master_keys",
    "mcp_access_tokens",
    "mcp_clients",
    "mcp_codes",
    "mcp_consent_uses",
    "mcp_consents",
    "mcp_refresh_tokens",
    "member_identities",
    "member_recovery_codes",
    "member_sessions",
    "member_two_step",
    "members",
    "metadata",
    "oauth_grants",
    "oidc_flows",
    "organizations",
    "owner_erasures",
    "policies",
    "profile_secrets",
    "project_logos",
    "projects",
    "provider_event_ids",
    "provider_subscriptions",
    "runs",
    "sign_in_flows",
    "sign_in_settings",
    "sign_in_steps",
    "sign_in_tries",
    "vault_holders",
    "webhook_attempts",
    "webhook_deliveries",
    "webhook_endpoints",
    "webhook_secrets",
    "writes",
]
