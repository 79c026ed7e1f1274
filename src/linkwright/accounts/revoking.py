"""Ending a credential at the provider when its account is deleted: best effort, and said honestly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from linkwright.accounts.model import Account
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport

REVOKED, NOT_SUPPORTED, FAILED = "revoked", "not_supported", "failed"


class Revoking(Protocol):
    """Whoever can tell providers to end what they granted."""

    def supports(self, connector: Connector, method: AuthMethod) -> bool:
        """Whether that provider takes such a request for credentials of this kind."""
        ...

    async def revoke(
        self,
        account: Account,
        connector: Connector,
        method: AuthMethod,
        credential: Mapping[str, Secret],
        transport: Transport,
    ) -> None:
        """Have the credential ended; the account is gone here already.

        Raises:
            linkwright.errors.LinkwrightError: the provider could not be asked, or refused.
        """
        ...
