"""Which tables the record follows, under which names, and which values of theirs may stand in it.

Every table of the database stands in `FOLLOWED` or in `NOT_FOLLOWED`; a test holds it to that. Only what `shown` names is
written down with its value: classes and switches, never a text that a person wrote and never a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_WHEN = frozenset({"updated_at"})
_OF_CONSENT = ("consent_id", "mcp_consents", "project_id")
_OF_MEMBER = ("member_id", "members", "organization_id")
# Sealing a record anew for the same place changes nothing of what it holds: whatever does gives it another version.
_SEALED = frozenset({"record"})


@dataclass(frozen=True, slots=True)
class Followed:
    """How a table's changes are told.

    Attributes:
        kind: what the target is called.
        target: the column with the target's id.
        created: the event of a new row.
        changed: the event of a change.
        deleted: the event of a row's end.
        events: by column, in order: the event of a change to it instead.
        shown: columns whose values are told.
        quiet: columns whose change is not told.
        owner: where the row's project or organization stands; see `store.watching`.
        account: the column with the account's id.
        together: whether rows of one target that one statement touches are told once, with their number.

    An event that is empty is not told.
    """

    kind: str
    target: str
    created: str
    changed: str
    deleted: str
    events: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    quiet: frozenset[str] = frozenset()
    owner: tuple[str, ...] = ("project_id",)
    account: str | None = None
    together: bool = False


def _followed(kind: str, target: str, names: str, /, **more: Any) -> Followed:
    created, changed, deleted = names.split()
    return Followed(kind, target, created, changed, deleted, **more)


FOLLOWED: dict[str, Followed] = {
    "organizations": _followed(
        "organization", "id", "organization.created organization.changed organization.deleted", owner=("id",)
    ),
    "projects": _followed(
        "project",
        "id",
        "project.created project.changed project.deleted",
        events={"networks": "project.networks_changed"},
        shown=("screening", "own_url", "networks", "rest_max_tokens", "mcp_max_tokens"),
        owner=("id",),
    ),
    "project_logos": _followed(
        "project",
        "project_id",
        "project.logo_stored project.logo_stored project.logo_removed",
        shown=("theme", "media_type"),
    ),
    "members": _followed(
        "member",
        "id",
        "member.created member.changed member.deleted",
        events={"role": "member.role_changed", "password_hash": "member.password_set"},
        shown=("role",),
        owner=("organization_id",),
    ),
    "member_sessions": _followed(
        "member",
        "member_id",
        "member.signed_in member.session_changed member.signed_out",
        shown=("id", "way"),
        quiet=frozenset({"used_at", "expires_at"}),
        owner=_OF_MEMBER,
    ),
    "claim_links": _followed(
        "organization",
        "organization_id",
        "member.invited member.invitation_changed member.invitation_deleted",
        events={"used_at": "member.invitation_used"},
        shown=("id", "role", "resets"),
        owner=("organization_id",),
    ),
    "member_two_step": _followed(
        "member",
        "member_id",
        "member.two_step_begun member.two_step_changed member.two_step_off",
        events={"confirmed_at": "member.two_step_on"},
        shown=("confirmed_at",),
        quiet=_SEALED | {"last_step"},
        owner=_OF_MEMBER,
    ),
    "member_recovery_codes": _followed(
        "member",
        "member_id",
        "member.recovery_codes_made member.recovery_code_used member.recovery_codes_ended",
        owner=_OF_MEMBER,
        together=True,
    ),
    "member_identities": _followed(
        "member",
        "member_id",
        "member.identity_added member.identity_changed member.identity_removed",
        shown=("issuer",),
        quiet=frozenset({"used_at"}),
        owner=_OF_MEMBER,
    ),
    "sign_in_settings": _followed(
        "organization",
        "organization_id",
        "sign_in.settings_changed sign_in.settings_changed sign_in.settings_changed",
        shown=("require_two_step", "passwords", "issuer", "client_id", "domains", "default_role", "joins"),
        quiet=_WHEN | {"secret_record"},
        owner=("organization_id",),
    ),
    "api_keys": _followed(
        "key",
        "id",
        "key.created key.changed key.deleted",
        events={"revoked_at": "key.revoked"},
        shown=("scopes", "effects", "limits", "expires_at"),
    ),
    "policies": _followed(
        "policy",
        "project_id",
        "policy.changed policy.changed policy.changed",
        shown=("version",),
        quiet=_WHEN | {"updated_by"},
    ),
    "approvals": Followed(
        "approval",
        "id",
        "approval.requested",
        "approval.changed",
        "",
        events={
            "decided_at": "approval.decided",
            "link_hash": "approval.link_made",
            "used_at": "approval.used",
        },
        shown=(
            *("action", "effect", "state", "plan_hash", "policy_version", "face", "caller", "caller_member"),
            *("run_id", "used_run_id", "expires_at", "decided_by", "link_by"),
        ),
        quiet=frozenset({"shown"}),
        account="account_id",
    ),
    "downloads": Followed(
        "download",
        "id",
        "file.address_made",
        "file.address_changed",
        "",
        shown=("action", "run_id", "expires_at"),
        quiet=_SEALED,
        account="account_id",
    ),
    "data_keys": _followed(
        "data_key",
        "id",
        "vault.key_created vault.key_changed vault.key_destroyed",
        shown=("current", "rotation_id", "destroy_after"),
    ),
    "data_key_wraps": _followed(
        "data_key",
        "data_key_id",
        "vault.key_wrapped vault.key_wrapped vault.wrapping_destroyed",
        shown=("master_key_id",),
        owner=("data_key_id", "data_keys", "project_id"),
    ),
    "master_keys": _followed(
        "master_key",
        "id",
        "vault.master_key_created vault.master_key_changed vault.master_key_destroyed",
        events={"retired_at": "vault.master_key_destroyed"},
        shown=("provider", "state"),
        owner=(),
    ),
    "key_rotations": _followed(
        "rotation",
        "id",
        "vault.rotation_began vault.rotation_changed vault.rotation_forgotten",
        events={"finished_at": "vault.rotated"},
        shown=("kind", "master_key_id"),
        quiet=frozenset({"done", "total", "damaged"}),
    ),
    "connector_profiles": _followed(
        "profile",
        "id",
        "profile.created profile.changed profile.deleted",
        shown=("connector_key", "auth_method", "is_default", "enabled", "actions", "proxy", "version", "more_scopes"),
        quiet=_WHEN,
    ),
    "profile_secrets": _followed(
        "profile",
        "profile_id",
        "profile.secret_stored profile.secret_replaced profile.secret_removed",
        shown=("field", "version"),
        quiet=_SEALED | {"stored_at"},
    ),
    "connector_versions": _followed(
        "connector",
        "connector_key",
        "connector.published connector.changed connector.version_deleted",
        events={"withdrawn_at": "connector.withdrawn"},
        shown=("version", "hash"),
    ),
    "connect_sessions": _followed(
        "session",
        "id",
        "session.created session.changed session.deleted",
        events={"revoked_at": "session.revoked", "used_at": "session.used"},
        shown=("provider", "type", "multiple", "shared", "expires_at", "account_id", "linked_account_id"),
        account="linked_account_id",
    ),
    "accounts": _followed(
        "account",
        "id",
        "account.linked account.changed account.deleted",
        events={"linkings": "account.reconnected", "status": "account.status_changed"},
        shown=("connector_key", "profile_id", "auth_method", "status", "type", "upstream", "shared", "screening"),
        quiet=_WHEN | {"rights", "identity", "status_reasons", "hosts", "connector_version", "setup_information"},
        account="id",
    ),
    "credentials": _followed(
        "account",
        "account_id",
        "credential.stored credential.replaced credential.destroyed",
        shown=("field", "version"),
        quiet=_SEALED | {"stored_at", "expires_at"},
        account="account_id",
    ),
    "oauth_grants": _followed(
        "account",
        "account_id",
        "grant.received grant.changed grant.ended",
        shown=("scopes",),
        quiet=frozenset(
            [
                "due_at",
                "lease_owner",
                "lease_fence",
                "lease_until",
                "intent_version",
                "intent_at",
                "failures",
                "last_error",
                "granted_at",
                "renewed_at",
            ]
        ),
        account="account_id",
    ),
    "owner_erasures": _followed(
        "erasure",
        "id",
        "owner.erasure_begun owner.erasure_changed owner.receipt_forgotten",
        events={"finished_at": "owner.erased"},
        quiet=frozenset({"touched_at", "counts", "accounts", "owner", "state"}),
    ),
    "provider_subscriptions": _followed(
        "account",
        "account_id",
        "provider_events.began provider_events.changed provider_events.ended",
        shown=("how", "kinds", "include_body"),
        quiet=_SEALED | {"received_at"},
        account="account_id",
    ),
    "mcp_clients": _followed(
        "client",
        "id",
        "client.registered client.changed client.forgotten",
        shown=("auth_method",),
        quiet=frozenset({"expires_at"}),
        owner=(),
    ),
    "mcp_consents": _followed(
        "consent",
        "id",
        "consent.given consent.changed consent.ended",
        shown=("member_id", "accounts", "effects"),
        quiet=_WHEN | {"expires_at"},
    ),
    "mcp_access_tokens": _followed(
        "consent",
        "consent_id",
        "token.issued token.changed token.ended",
        shown=("effects",),
        quiet=frozenset({"refresh_hash"}),
        owner=_OF_CONSENT,
    ),
    "webhook_endpoints": _followed(
        "webhook",
        "id",
        "webhook.created webhook.changed webhook.deleted",
        shown=("events", "stackone", "ordered", "enabled"),
        quiet=_WHEN | {"failing_since", "disabled_at", "disabled_reason"},
    ),
    "webhook_secrets": _followed(
        "webhook",
        "endpoint_id",
        "webhook.secret_created webhook.secret_changed webhook.secret_deleted",
        shown=("version",),
        quiet=_SEALED,
    ),
    "feedback": _followed(
        "feedback", "id", "feedback.given feedback.given feedback.given", shown=("tool_names",), account="account_id"
    ),
}

NOT_FOLLOWED: dict[str, str] = {
    "runs": "Each run is recorded as a call, in the transaction that writes the run.",
    "writes": "The ledger's notes of a write; the call itself is recorded.",
    "counters": "Numbers that only caches and ids read.",
    "api_key_uses": "When a key was last used: a figure, and every call of it is recorded.",
    "mcp_consent_uses": "As for keys.",
    "account_checks": "What a check found out; a change of the account's status is recorded.",
    "deletion_receipts": "Written along with the deletion, which is recorded.",
    "connection_attempts": "The progress of a linking; the account that comes of it is recorded.",
    "sign_in_flows": "As for attempts.",
    "sign_in_steps": "Lives for minutes between the first step of a sign-in and the session, which is recorded.",
    "sign_in_tries": "What slows guessing down; each refusal is recorded.",
    "oidc_flows": "Lives for minutes while somebody is at the provider; the session that comes of it is recorded.",
    "rate_buckets": "How much of a rate is left.",
    "vault_holders": "Which processes run just now, and which master keys they know.",
    "mcp_codes": "Lives for a minute between a consent and a token, which are both recorded.",
    "mcp_refresh_tokens": "Comes and goes with an access token, which is recorded.",
    "events": "What happened, told to webhooks; the change that it tells of is recorded.",
    "webhook_deliveries": "Has a log of its own.",
    "webhook_attempts": "As for deliveries.",
    "provider_event_ids": "Marks of what was seen before.",
    "audit_records": "The record itself.",
    "audit_chains": "Where each chain of the record ends.",
    "audit_checkpoints": "What was signed of the record.",
    "audit_keys": "Public keys that signed; a new one is recorded.",
}
