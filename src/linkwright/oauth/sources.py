"""Where an account's tokens come from: the provider's addresses, the profile's app, and the way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from linkwright.accounts.hosts import strange_hosts
from linkwright.accounts.hot import AccountRow
from linkwright.catalog.source import CatalogSource
from linkwright.catalog.transports import Transports
from linkwright.connectors.compiled import Connector
from linkwright.connectors.oauth import REFRESH_TOKEN, OAuth
from linkwright.errors import LinkwrightError
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import AppMissing
from linkwright.oauth.model import App, Grant, GrantRow
from linkwright.oauth.tokens import TokenClient
from linkwright.outbound.transport import Transport
from linkwright.profiles.apps import ProfileApps


@runtime_checkable
class HasApp(Protocol):
    """A twin that knows an app of its own, for accounts that are linked to it; `oauth` has `client_id`, `client_secret`."""

    oauth: Any


@dataclass(frozen=True, slots=True)
class Source:
    """One account's provider of tokens.

    Attributes:
        oauth: how it gives tokens.
        app: who asks for them.
        transport: the account's way out.
    """

    oauth: OAuth
    app: App
    transport: Transport

    @property
    def renews_by_token(self) -> bool:
        """Whether a refresh token is needed for new tokens."""
        return self.oauth.grant != "client_credentials"

    async def ask(self, client: TokenClient, secrets: Mapping[str, Secret], grant: GrantRow) -> Grant:
        """New tokens, for the refresh token among the account's secrets or as the app.

        Raises:
            linkwright.errors.LinkwrightError: as `TokenClient` says.
        """
        if not self.renews_by_token:
            return await client.as_app(self.transport, self.oauth, self.app, grant.scopes or ())
        return await client.renew(self.transport, self.oauth, self.app, secrets[REFRESH_TOKEN])


class Sources:
    """Finds the sources of accounts."""

    def __init__(self, catalogs: CatalogSource, transports: Transports, apps: ProfileApps) -> None:
        self._catalogs = catalogs
        self._transports = transports
        self._apps = apps

    async def oauth(self, account: AccountRow) -> tuple[Connector, OAuth] | None:
        """How the account's tokens are had; None if it is not linked by OAuth, or not any more.

        Nor if its connector has come to call hosts that the tokens were not given for.
        """
        connector = (await self._catalogs.of(account.project_id)).get(account.connector_key, account.profile_version)
        method = connector.auth.get(account.auth_method) if connector else None
        if connector is None or method is None or method.oauth is None or strange_hosts(connector, account.hosts):
            return None
        return connector, method.oauth

    async def of(self, account: AccountRow, secrets: Mapping[str, Secret]) -> Source:
        """The source of an account's tokens; `secrets` are its own, of which an app may be part. Call it outside a transaction.

        Raises:
            AppMissing: nobody is left to ask.
            linkwright.catalog.transports.NoTwin: the twin that the account was linked to is gone.
        """
        found = await self.oauth(account)
        if found is None:
            raise AppMissing("The connector no longer has the way of signing in that this account was linked by.")
        connector, oauth = found
        transport = self._transport(account, connector)
        place = (account.project_id, account.profile_id)
        app = await self.app(place, connector, secrets, transport if account.upstream == "twin" else None)
        return Source(oauth, app, transport)

    async def app(
        self, place: tuple[str, str], connector: Connector, secrets: Mapping[str, Secret], twin: Transport | None
    ) -> App:
        """Who asks: the account's own app, that of its profile, or the twin's. `place` is project id and profile id.

        Raises:
            AppMissing: nobody is left to ask.
        """
        own = secrets.get("client_id"), secrets.get("client_secret")
        if own[0] is not None:
            return App(own[0].reveal(), own[1])
        known = await self._apps.secret(*place)
        if known is not None:
            return App(*known)
        if isinstance(twin, HasApp):
            return App(twin.oauth.client_id, Secret(twin.oauth.client_secret))
        raise AppMissing(f"The connector profile of this {connector.name} account has no app any more.")

    def _transport(self, account: AccountRow, connector: Connector) -> Transport:
        if account.upstream == "twin":
            return self._transports.twin(connector, account.project_id)
        return self._transports.live


def sentence(error: LinkwrightError) -> str:
    """An error as it is noted on a grant: its code, for programs, and what happened."""
    return f"{error.code}: {error.message}"
