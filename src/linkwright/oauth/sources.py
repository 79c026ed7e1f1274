"""Where an account's tokens come from: the provider's addresses, the profile's app, and the way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from linkwright.accounts.hot import AccountRow
from linkwright.catalog.source import CatalogSource
from linkwright.catalog.transports import Transports
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.connectors.oauth import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import AppMissing
from linkwright.oauth.exchanging import Exchanger
from linkwright.oauth.model import App, Grant, GrantRow
from linkwright.oauth.tokens import TokenClient
from linkwright.outbound.transport import Transport
from linkwright.profiles.apps import ProfileApps


@runtime_checkable
class HasApp(Protocol):
    """A twin that knows an app of its own, for accounts that are linked to it."""

    def app(self) -> tuple[str, Secret]:
        """Its id and secret."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """One account's provider of tokens.

    Attributes:
        method: how it gives tokens: by OAuth, or in exchange for what was typed.
        app: who asks for them; None for an exchange that needs none.
        transport: the account's way out.
    """

    method: AuthMethod
    app: App | None
    transport: Transport

    @property
    def renews_by_token(self) -> bool:
        """Whether a refresh token is needed for new tokens."""
        return renews_by_token(self.method)

    async def ask(self, clock: Clock, secrets: Mapping[str, Secret], grant: GrantRow) -> Grant:
        """New tokens: for the refresh token among the account's secrets, as the app, or for what was typed.

        Raises:
            linkwright.errors.LinkwrightError: as `TokenClient` and `Exchanger` say.
        """
        oauth, client = self.method.oauth, TokenClient(clock)
        if self.method.exchange is not None:
            return await Exchanger(clock).exchange(self.transport, self.method.exchange, self.app, secrets)
        assert oauth is not None  # whoever finds sources has looked
        assert self.app is not None
        if not self.renews_by_token:
            return await client.as_app(self.transport, oauth, self.app, grant.scopes or ())
        return await client.renew(self.transport, oauth, self.app, secrets[REFRESH_TOKEN])

    async def revoke(self, clock: Clock, token: Secret, name: str) -> None:
        """End a token; `name` is that of its field.

        Raises:
            TokenAddressFailed: the provider did not do it.
        """
        assert self.method.oauth is not None  # whoever revokes has looked
        assert self.app is not None
        await TokenClient(clock).revoke(self.transport, self.method.oauth, self.app, token, name)

    @property
    def revokes(self) -> bool:
        """Whether the provider has a place where tokens are ended."""
        return self.method.oauth is not None and bool(self.method.oauth.revoke_url)


def renews_by_token(method: AuthMethod) -> bool:
    """Whether a person's consent is behind the tokens, so that only a refresh token gives new ones."""
    return method.oauth is not None and method.oauth.grant != "client_credentials"


class Sources:
    """Finds the sources of accounts."""

    def __init__(self, catalogs: CatalogSource, transports: Transports, apps: ProfileApps) -> None:
        self._catalogs = catalogs
        self._transports = transports
        self._apps = apps

    async def method(self, account: AccountRow) -> AuthMethod | None:
        """How the account's tokens are had; None if it holds no such tokens, or its connector no longer gives them.

        Nor if its connector has come to call hosts that the tokens were not given for.
        """
        connector = await self._connector(account)
        method = connector.auth.get(account.auth_method) if connector else None
        if connector is None or method is None or strange_hosts(connector, account.hosts):
            return None
        return method if method.gives_tokens else None

    async def of(self, account: AccountRow, secrets: Mapping[str, Secret]) -> Source:
        """The source of an account's tokens; `secrets` are its own, of which an app may be part. Call it outside a transaction.

        Raises:
            AppMissing: nobody is left to ask.
            linkwright.profiles.errors.SecretGivenElsewhere: the app's secret was not given for the connector's hosts.
            linkwright.catalog.transports.NoTwin: the twin that the account was linked to is gone.
        """
        method, connector = await self.method(account), await self._connector(account)
        if method is None or connector is None:
            raise AppMissing("The connector no longer has the way of signing in that this account was linked by.")
        transport = self._transport(account, connector)
        place = (account.project_id, account.profile_id)
        app = await self.app(place, secrets, transport if account.upstream == "twin" else None, connector)
        if app is None and method.takes_app:
            raise AppMissing(f"The connector profile of this {connector.name} account has no app any more.")
        return Source(method, app, transport)

    async def _connector(self, account: AccountRow) -> Connector | None:
        return (await self._catalogs.of(account.project_id)).get(account.connector_key, account.profile_version)

    async def app(
        self, place: tuple[str, str], secrets: Mapping[str, Secret], twin: Transport | None, connector: Connector
    ) -> App | None:
        """Who asks: the account's own app, the twin's, or that of its profile. `place` is project id and profile id.

        Raises:
            linkwright.profiles.errors.SecretGivenElsewhere: its secret was not given for the connector's hosts.
        """
        own = secrets.get(CLIENT_ID)
        if own is not None:
            return App(own.reveal(), secrets.get(CLIENT_SECRET))
        if isinstance(twin, HasApp):
            return App(*twin.app())
        known = await self._apps.secret(*place, connector)
        return App(*known) if known is not None else None

    def _transport(self, account: AccountRow, connector: Connector) -> Transport:
        if account.upstream == "twin":
            return self._transports.twin(connector, account.project_id)
        return self._transports.live


def sentence(error: LinkwrightError) -> str:
    """An error as it is noted on a grant: its code, for programs, and what happened."""
    return f"{error.code}: {error.message}"
