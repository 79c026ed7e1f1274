"""What a linked account is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

STATUSES = ("active", "inactive", "suspended", "archived", "expired", "error")
TYPES = ("production", "test")


@dataclass(frozen=True, slots=True)
class StoredField:
    """One sealed field of an account's credential.

    `last4` is what people may see of it, perhaps nothing. `expires_at` is when the provider takes it no longer, if known.
    """

    field: str
    version: int
    record: bytes = dataclasses.field(repr=False)
    last4: str
    stored_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One connection of an origin owner to a provider.

    Attributes:
        slot: empty for the one account that an owner has at a connector; the account's own id where several are allowed.
        status_reasons: objects with `code`, `description`, `timestamp`.
        type: `production` or `test`; a label.
        upstream: `live` or `twin`; fixed at linking.
        external_id: the provider's id of the workspace that the credential opens.
        identity: `person`, `workspace`, `teams` as the provider told them.
        rights: what was learnt of the credential; see `facts.py`.
        linkings: how many times a credential was linked, the first time included.
        hosts: those that the credential was given for; None for an account linked before this was noted.
        screening: what is done about text that is meant for a model; None for what the project says.
        setup_information: the credential's plain fields, to show and to fill a form with.
    """

    id: str
    project_id: str
    profile_id: str
    connector_key: str
    connector_version: str
    auth_method: str
    origin_owner_id: str
    origin_owner_name: str
    origin_username: str | None
    slot: str
    label: str | None
    status: str
    status_reasons: tuple[dict[str, Any], ...]
    type: str
    upstream: str
    external_id: str | None
    identity: dict[str, Any]
    rights: tuple[dict[str, Any], ...]
    setup_information: dict[str, str]
    metadata: dict[str, Any] | None
    shared: bool
    created_at: datetime
    updated_at: datetime
    credentials: tuple[StoredField, ...]
    hosts: tuple[str, ...] | None = None
    linkings: int = 1
    screening: str | None = None

    @property
    def versions(self) -> dict[str, int]:
        """The version of every stored field: what a change must find unchanged."""
        return {stored.field: stored.version for stored in self.credentials}

    @property
    def last4(self) -> str | None:
        """The end of the credential's first field that has one to show."""
        return next((stored.last4 for stored in self.credentials if stored.last4), None)

    @property
    def stored_at(self) -> datetime | None:
        """When the newest field was stored; None for a connector that needs no credential."""
        return max((stored.stored_at for stored in self.credentials), default=None)

    @property
    def workspace(self) -> str | None:
        """The workspace's name, for sentences."""
        name = (self.identity.get("workspace") or {}).get("name")
        return str(name) if name else None
