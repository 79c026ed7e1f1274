"""Signing secrets in and out of the vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from linkwright.events.model import SealedSecret
from linkwright.events.signing import new_secret
from linkwright.kit.secret import Secret
from linkwright.vault.vault import Vault

WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - the name of a field


class SecretSealing:
    """Makes secrets, sealed for their endpoint and version, and opens those that are live."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def fresh(self, project_id: str, endpoint_id: str, version: int, at: datetime) -> tuple[Secret, SealedSecret]:
        """A new secret and its row. Call it outside a transaction: a project's first seal writes."""
        secret = new_secret()
        record = await self._vault.seal(
            secret, project_id=project_id, account_id=endpoint_id, field=WEBHOOK_SECRET, version=version
        )
        return secret, SealedSecret(endpoint_id, version, project_id, record, at, None)

    async def live(self, stored: Sequence[SealedSecret], at: datetime) -> list[Secret]:
        """The secrets that sign at a moment, the newest first.

        Raises:
            linkwright.vault.errors.RecordDoesNotOpen: one was altered or moved.
        """
        signing = [one for one in stored if one.expires_at is None or one.expires_at > at]
        return [
            await self._vault.open(
                one.record,
                project_id=one.project_id,
                account_id=one.endpoint_id,
                field=WEBHOOK_SECRET,
                version=one.version,
            )
            for one in sorted(signing, key=lambda one: one.version, reverse=True)
        ]
