"""Approvals, and what they are bound to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from linkwright.kit import jsons

PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
CLAIMED, USED, OUTDATED, EXPIRED = "claimed", "used", "outdated", "expired"
GRACE = timedelta(minutes=10)
"""How long a call that was cut off may be sent again under the approval that it took; the ledger sees to it that it is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that needs an approval.

    Attributes:
        binding: of everything that another call would differ in; see `binding_of`.
        caller: `key:…`, `client:…` or `member:…`.
        member: who asks, or on whose behalf a client does; None for a key.
        rule: `id`, `number`, `name` and `message` of the rule that wants it, and its `minutes`.
        key_hash: of the idempotency key that came with the call; None for none.
    """

    project_id: str
    account_id: str
    owner: str
    action: str
    effect: str
    binding: str
    policy_version: str
    rule: Mapping[str, Any]
    caller: str
    caller_name: str
    member: str | None
    face: str
    run_id: str
    key_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval as it is kept; what a person is shown of it is sealed."""

    id: str
    project_id: str
    account_id: str
    action: str
    effect: str
    binding: str
    plan_hash: str
    policy_version: str
    rule: Mapping[str, Any]
    caller: str
    caller_name: str
    caller_member: str | None
    face: str
    run_id: str
    state: str
    created_at: datetime
    expires_at: datetime
    used_run_id: str | None = None
    used_key: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_name: str | None = None
    used_at: datetime | None = None
    link_hash: str | None = field(default=None, repr=False)
    link_by: str | None = None
    link_name: str | None = None
    shown: bytes = field(default=b"", repr=False)
    owner_name: str | None = None

    def standing(self, now: datetime) -> str:
        """Its state now: what was to be decided or used by a moment that is past is `expired`."""
        if self.state in (PENDING, APPROVED, REFUSED) and self.expires_at <= now:
            return EXPIRED
        if self.state == CLAIMED and (self.used_at is None or self.used_at + GRACE <= now):
            return USED
        return self.state


def binding_of(
    *,
    project_id: str,
    account_id: str,
    linkings: int,
    action: str,
    effect: str,
    caller: str,
    policy_version: str,
    arguments: Mapping[str, Any],
) -> str:
    """SHA-256 of what an approval is for, as hex: none of it can be altered and leave the same."""
    return hashlib.sha256(
        jsons.canonical(
            {
                "project": project_id,
                "account": account_id,
                "linkings": linkings,
                "action": action,
                "effect": effect,
                "caller": caller,
                "policy": policy_version,
                "arguments": arguments,
            }
        )
    ).hexdigest()
