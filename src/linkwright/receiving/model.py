"""What a subscription to a provider's events is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

API = "api"
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Subscription:
    """An account's events, posted by its provider to an address of its own.

    Attributes:
        id: stands in the address; unguessable, but no secret: the signature is what counts.
        how: `api` if the hub registered it at the provider, `by_hand` if a person has to or did.
        kinds: the things whose events are wanted, in our words.
        include_body: whether the provider's body is sent on.
        upstream_id: the provider's id of the webhook, where the hub registered it.
        version: of the sealed secret.
        reason: why it has to be registered by hand; None if nothing was in the way.
    """

    id: str
    project_id: str
    account_id: str
    connector_key: str
    how: str
    kinds: tuple[str, ...]
    include_body: bool
    upstream_id: str | None
    version: int
    record: bytes = dataclasses.field(repr=False)
    reason: str | None
    created_at: datetime
    received_at: datetime | None
