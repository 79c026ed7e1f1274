"""Gives tokens back: ends them at the provider when an account is deleted. Best effort; `accounts/deleting.py` tells what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from linkwright.accounts.model import Account
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import AppMissing
from linkwright.oauth.sources import Sources
from linkwright.oauth.tokens import TokenClient
from linkwright.outbound.transport import Transport


class GrantRevoking:
    """Ends the tokens of an account that was linked by OAuth."""

    def __init__(self, sources: Sources, clock: Clock) -> None:
        self._sources = sources
        self._client = TokenClient(clock)

    def supports(self, connector: Connector, method: AuthMethod) -> bool:  # noqa: ARG002
        """Whether the provider has a place to end tokens of this kind."""
        return method.oauth is not None and bool(method.oauth.revoke_url)

    async def revoke(
        self,
        account: Account,
        connector: Connector,
        method: AuthMethod,
        credential: Mapping[str, Secret],
        transport: Transport,
    ) -> None:
        """End refresh token and access token, the refresh token first. Call it outside a transaction.

        Raises:
            linkwright.errors.LinkwrightError: one of them could not be ended, or nobody is left to ask for it.
        """
        assert method.oauth is not None  # the caller has asked
        place = (account.project_id, account.profile_id)
        app = await self._sources.app(place, credential, transport if account.upstream == "twin" else None, connector)
        if app is None:
            raise AppMissing(f"The connector profile of this {connector.name} account has no app any more.")
        problem: LinkwrightError | None = None
        for name in (REFRESH_TOKEN, ACCESS_TOKEN):
            if name not in credential:
                continue
            # One that cannot be ended must not keep the other alive.
            try:
                await self._client.revoke(transport, method.oauth, app, credential[name], name)
            except LinkwrightError as error:
                problem = problem or error
        if problem is not None:
            raise problem
