"""Asks a provider for tokens, through the transport of the account."""

from __future__ import annotations

from collections.abc import Sequence

from linkwright.connectors.oauth import OAuth
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth import messages
from linkwright.oauth.errors import TokenAddressFailed
from linkwright.oauth.model import App, Grant
from linkwright.outbound.transport import OutboundRequest, Transport


class TokenClient:
    """One exchange a call; nothing is tried twice and nothing is stored.

    Every method raises GrantRefused, AppRefused, TokenRefused or TokenAddressFailed as `messages.read_grant` says, and
    the errors of the transport where no answer could be had: what became of the request is not known then.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def redeem(
        self, transport: Transport, oauth: OAuth, app: App, *, code: Secret, redirect_uri: str, verifier: Secret
    ) -> Grant:
        """Tokens for a code. It can be done once."""
        request = messages.redeem_code(oauth, app, code=code, redirect_uri=redirect_uri, verifier=verifier)
        return await self._grant(transport, request)

    async def renew(self, transport: Transport, oauth: OAuth, app: App, refresh_token: Secret) -> Grant:
        """New tokens for a refresh token, which may be spent by it."""
        return await self._grant(transport, messages.renew(oauth, app, refresh_token))

    async def as_app(self, transport: Transport, oauth: OAuth, app: App, scopes: Sequence[str]) -> Grant:
        """A token of the app's own (client credentials)."""
        return await self._grant(transport, messages.ask_as_app(oauth, app, scopes))

    async def revoke(self, transport: Transport, oauth: OAuth, app: App, token: Secret, hint: str) -> None:
        """End a token; one that has ended already is no error.

        Raises:
            TokenAddressFailed: the provider did not do it.
        """
        try:
            answer = await transport.send(messages.revoke(oauth, app, token, hint))
        except LinkwrightError as away:
            raise TokenAddressFailed(f"The token could not be revoked: {away.message}") from away
        # 400 is what some answer for a token that has ended already; RFC 7009 wants 200 there.
        if answer.status not in (200, 204, 400):
            raise TokenAddressFailed(f"The token could not be revoked: the provider answered {answer.status}.")

    async def _grant(self, transport: Transport, request: OutboundRequest) -> Grant:
        return messages.read_grant(await transport.send(request), self._clock.now())
