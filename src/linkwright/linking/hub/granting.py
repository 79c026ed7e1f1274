"""Tokens as credentials: how they are had while linking, and what is known of them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from linkwright.catalog.transports import Transports
from linkwright.connectors.compiled import AuthMethod
from linkwright.connectors.oauth import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.linking.hub.errors import NoApp
from linkwright.linking.hub.offers import Offer
from linkwright.oauth.due import renew_at
from linkwright.oauth.exchanging import Exchanger
from linkwright.oauth.model import App, Grant
from linkwright.oauth.tokens import TokenClient
from linkwright.outbound.transport import Transport
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.model import asked_scopes

TOKENS = frozenset({ACCESS_TOKEN, REFRESH_TOKEN})
_PATIENCE = 10.0
"""Seconds that a provider gets to end tokens."""
_log = structlog.get_logger()
_dice = random.SystemRandom()


class Granting:
    """Asks providers for tokens on behalf of whoever links."""

    def __init__(self, transports: Transports, apps: ProfileApps, clock: Clock) -> None:
        self._transports = transports
        self._apps = apps
        self._clock = clock
        self._tokens = TokenClient(clock)
        self._exchanger = Exchanger(clock)

    def transport(self, offer: Offer, upstream: str) -> Transport:
        """Where the calls of such an account go.

        Raises:
            linkwright.catalog.transports.NoTwin: the connector has no twin.
        """
        if upstream == "twin":
            return self._transports.twin(offer.connector, offer.profile.project_id)
        return self._transports.live

    def for_tests(self, offer: Offer) -> str:
        """Where the calls of a test account go.

        Raises:
            linkwright.catalog.transports.NoTwin: the connector can have no test accounts.
        """
        return self._transports.for_tests(offer.connector)

    async def app(self, offer: Offer, upstream: str) -> App:
        """The app that asks: the profile's, or for test accounts the twin's own.

        Raises:
            NoApp: the profile has none yet.
            linkwright.profiles.errors.SecretGivenElsewhere: its secret was not given for the connector's hosts.
        """
        if upstream == "twin":
            return App(*self._transports.twin(offer.connector, offer.profile.project_id).app())
        found = await self._apps.secret(offer.profile.project_id, offer.profile.id, offer.connector)
        if found is None:
            raise NoApp(f"The app has not been set up at {offer.connector.name} yet.")
        return App(*found)

    async def redeem(self, offer: Offer, upstream: str, *, code: Secret, redirect_uri: str, verifier: Secret) -> Grant:
        """Tokens for a code; see `TokenClient` for what it raises."""
        oauth = offer.method.oauth
        assert oauth is not None
        app = await self.app(offer, upstream)
        transport = self.transport(offer, upstream)
        return await self._tokens.redeem(transport, oauth, app, code=code, redirect_uri=redirect_uri, verifier=verifier)

    async def without_consent(self, offer: Offer, upstream: str, typed: Mapping[str, Secret]) -> Grant:
        """A token for what was typed, or for the app's own secret; see `TokenClient` and `Exchanger` for what it raises."""
        method = offer.method
        transport = self.transport(offer, upstream)
        if method.exchange is not None:
            app = await self.app(offer, upstream) if method.takes_app else None
            return await self._exchanger.exchange(transport, method.exchange, app, typed)
        assert method.oauth is not None
        asking = await self._asking(offer, upstream, typed)
        scopes = [one.name for one in asked_scopes(offer.profile, offer.connector)]
        return await self._tokens.as_app(transport, method.oauth, asking, scopes)

    async def give_back(self, offer: Offer, upstream: str, grant: Grant, typed: Mapping[str, Secret]) -> None:
        """End tokens at the provider that no account keeps, as well as that goes. Never fails."""
        oauth = offer.method.oauth
        if oauth is None or not oauth.revoke_url:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                transport, app = self.transport(offer, upstream), await self._asking(offer, upstream, typed)
                # The refresh token first: whoever holds it could have new ones.
                for name, token in reversed(token_values(grant).items()):
                    await self._tokens.revoke(transport, oauth, app, token, name)
        except (LinkwrightError, TimeoutError) as left:
            _log.warning("sign_in.tokens_left_behind", profile=offer.profile.id, error=type(left).__name__)

    async def _asking(self, offer: Offer, upstream: str, typed: Mapping[str, Secret]) -> App:
        own = CLIENT_ID in typed and CLIENT_SECRET in typed
        return App(typed[CLIENT_ID].reveal(), typed[CLIENT_SECRET]) if own else await self.app(offer, upstream)


def needs_token(method: AuthMethod) -> bool:
    """Whether what is typed is exchanged for a token without anybody's consent."""
    return not method.by_consent and (method.oauth is not None or method.exchange is not None)


def token_values(grant: Grant) -> dict[str, Secret]:
    """The fields that a grant fills."""
    refresh = {REFRESH_TOKEN: grant.refresh_token} if grant.refresh_token is not None else {}
    return {ACCESS_TOKEN: grant.access_token, **refresh}


def due_at(grant: Grant, method: AuthMethod, now: datetime) -> datetime | None:
    """When to renew ahead of need, as a renewal itself would have it; None for what cannot be renewed, or has no end."""
    if grant.refresh_token is None and not needs_token(method):
        return None
    return renew_at(grant.expires_at, now, _dice.random())


def with_choices(method: AuthMethod, chosen: Mapping[str, str]) -> AuthMethod:
    """The way to sign in with the developer's choices in the parameters of its authorize address, each a whole value."""
    assert method.oauth is not None
    values = {f"{{setup.{key}}}": value for key, value in chosen.items()}
    params = {name: values.get(text, text) for name, text in method.oauth.params.items()}
    return replace(method, oauth=replace(method.oauth, params=params))
