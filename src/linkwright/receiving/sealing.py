"""Signing secrets of providers' webhooks, in and out of the vault."""

from __future__ import annotations

from linkwright.kit.ids import new_token
from linkwright.kit.secret import Secret
from linkwright.receiving.model import Subscription
from linkwright.vault.vault import Vault

PROVIDER_EVENTS_SECRET = "provider_events_secret"  # noqa: S105 - the name of a field


class SubscriptionSealing:
    """Seals the secret of a subscription for it and its version."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def fresh(self) -> Secret:
        """A new secret: 40 random characters."""
        return Secret(new_token())

    async def seal(self, secret: Secret, project_id: str, subscription_id: str, version: int) -> bytes:
        """The record to store. Call it outside a transaction: a project's first seal writes."""
        return await self._vault.seal(
            secret, project_id=project_id, account_id=subscription_id, field=PROVIDER_EVENTS_SECRET, version=version
        )

    async def open(self, found: Subscription) -> Secret:
        """The secret.

        Raises:
            linkwright.vault.errors.RecordDoesNotOpen: it was altered or moved.
        """
        return await self._vault.open(
            found.record,
            project_id=found.project_id,
            account_id=found.id,
            field=PROVIDER_EVENTS_SECRET,
            version=found.version,
        )
