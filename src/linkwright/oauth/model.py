"""What an app is at a provider, and what a provider grants."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from linkwright.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class App:
    """An app that is registered at a provider; `client_secret` is None for one that has none (public, with PKCE)."""

    client_id: str
    client_secret: Secret | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a provider gave for a code, a refresh token or an app's own secret.

    Attributes:
        expires_at: when the access token ends; None if the provider did not say.
        scopes: as the provider told them, in its spelling; None if it did not tell.
    """

    access_token: Secret = field(repr=False)
    refresh_token: Secret | None = field(repr=False)
    expires_at: datetime | None
    scopes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """What is kept of a grant besides its tokens, which are credentials of the account.

    Attributes:
        due_at: when it is to be renewed ahead of need; None if it cannot be renewed, or has ended.
        fence: rises with every lease.
        intent_version: the version of the refresh token that is, or was, about to be redeemed.
        failures: renewals that failed since the last good one.
    """

    account_id: str
    project_id: str
    scopes: tuple[str, ...] | None
    due_at: datetime | None
    lease_owner: str | None
    lease_fence: int
    lease_until: datetime | None
    intent_version: int | None
    intent_at: datetime | None
    failures: int
    last_error: str | None
    granted_at: datetime
    renewed_at: datetime | None
