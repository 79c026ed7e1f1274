"""Finds what a call is about: account, connector and action, and whether they can be used."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.accounts.facts import Standing
from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.actions.errors import AccountMissing, AccountNotFound, AccountNotUsable
from linkwright.actions.usable import EnabledActions, no_connector, require_usable
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.engine.results import RunResult
from linkwright.errors import LinkwrightError
from linkwright.kit.words import listed

_MOST_ID = 64


class Rights(Protocol):
    """Whoever keeps what credentials may do is told what calls show of it; neither telling ever waits."""

    def standing(self, connector: Connector, account: AccountRow) -> Standing:
        """What is known so far."""
        ...

    def worked(self, connector: Connector, account: AccountRow, action: Action, result: RunResult) -> None:
        """A call worked."""
        ...

    def lacked(
        self, connector: Connector, account: AccountRow, action: Action, lacks: Collection[str], said: str
    ) -> None:
        """The provider refused a call for want of these scopes."""
        ...


class Look(NamedTuple):
    """What a call is about.

    Attributes:
        account: why there is none, where there is none; said after it was decided what the caller may do.
        action: in the version that the account's profile is pinned to; else one of that id in the latest, to decide over.
    """

    catalog: Catalog
    account: AccountRow | LinkwrightError
    action: Action | None

    @property
    def effect(self) -> str | None:
        """The effect of the action; None if there is none."""
        return self.action.effect if self.action else None


class Lookup:
    """Looks up what calls name.

    Attributes:
        enabled: which actions profiles offer.
    """

    def __init__(self, catalogs: CatalogSource, accounts: AccountRows, rights: Rights) -> None:
        self._catalogs = catalogs
        self._accounts = accounts
        self._rights = rights
        self.enabled = EnabledActions()

    async def definition(self, account: AccountRow) -> tuple[Connector, AuthMethod]:
        """The connector of an account, and the way in which it is signed in, where both can be used.

        Raises:
            AccountNotUsable: says why they cannot.
        """
        return definition_of(await self._catalog(account.project_id), account)

    async def account(self, principal: Principal, account_id: str | None) -> AccountRow:
        """The account that a call names.

        Raises:
            AccountMissing: it names none.
            AccountNotFound: there is none of that id, or it is of another project.
        """
        if not account_id:
            raise AccountMissing
        if len(account_id) > _MOST_ID or not account_id.isascii() or not account_id.isprintable():
            raise AccountNotFound
        found = self._accounts.peek(account_id) or await self._accounts.get(account_id)
        if found is None or found.project_id != principal.project_id:
            raise AccountNotFound
        if principal.limited and not principal.reaches(account_id, found.profile_id):
            # Whatever way an id came in: what a client or a key was not let to is not there for it.
            raise AccountNotFound
        return found

    async def ready(self, principal: Principal, account_id: str | None) -> tuple[Connector, frozenset[str]]:
        """The connector of an account that can be used, and the ids of the actions that can be run on it: switched
        on, and needing nothing that its credential is known to lack.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not run actions.
            AccountMissing, AccountNotFound, AccountNotUsable: there is no account to act on.
        """
        require(principal, "execute", Resource("action", principal.project_id))
        account = await self.account(principal, account_id)
        connector, _ = definition_of(await self._catalog(account.project_id), account)
        require_usable(account, connector.name)
        lacking = self._rights.standing(connector, account).lacking
        return connector, self.enabled.runnable(connector, account.profile_actions, lacking)

    async def connector_of(self, account: AccountRow) -> Connector | None:
        """The connector of an account in its profile's version, usable or not; None if the hub no longer has it."""
        return (await self._catalog(account.project_id)).get(account.connector_key, account.profile_version)

    async def effect(self, principal: Principal, account_id: str | None, action_id: str) -> str | None:
        """The effect of an action, in the version that a call on the account would run; None if there is none."""
        return (await self.look(principal, account_id, action_id)).effect

    async def _catalog(self, project_id: str) -> Catalog:
        return self._catalogs.peek(project_id) or await self._catalogs.of(project_id)

    async def look(self, principal: Principal, account_id: str | None, action_id: str) -> Look:
        """One look at account, connector and action, so that what is decided over is what runs."""
        catalog = await self._catalog(principal.project_id)
        try:
            account = await self.account(principal, account_id)
        except LinkwrightError as refused:
            return Look(catalog, refused, catalog.action(action_id))
        connector = catalog.get(account.connector_key, account.profile_version)
        action = catalog.named(connector, action_id) if connector else None
        return Look(catalog, account, action or catalog.action(action_id))


def definition_of(catalog: Catalog, account: AccountRow) -> tuple[Connector, AuthMethod]:
    """The connector of an account out of its project's catalog, and the way in which it is signed in.

    Raises:
        AccountNotUsable: says why they cannot be used.
    """
    connector = catalog.get(account.connector_key, account.profile_version)
    if connector is None:
        raise no_connector(catalog, account)
    reconnect = f"Have its owner reconnect it: POST /accounts/{account.id}/reconnect_link gives a link for that."
    method = connector.auth.get(account.auth_method)
    if method is None:
        raise AccountNotUsable(f"{connector.name} is no longer linked by {account.auth_method}.", hint=reconnect)
    strange = strange_hosts(connector, account.hosts)
    if strange:
        raise AccountNotUsable(
            f"{connector.name} {connector.version} calls {listed(strange)}, and this account's credential was not given for that.",
            hint=reconnect,
        )
    return connector, method
