"""Which of the project's profiles a session offers, and which accounts it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkwright.accounts import repository
from linkwright.accounts.errors import AccountNotFound
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.catalog.transports import NoTwin
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.linking.errors import ProfileOff
from linkwright.linking.hub.errors import NotInSession, NotOffered
from linkwright.linking.model import ConnectSession
from linkwright.profiles.model import Profile
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx


@dataclass(frozen=True, slots=True)
class Offer:
    """A profile with its connector and its way of signing in."""

    profile: Profile
    connector: Connector
    method: AuthMethod


class Offers:
    """Narrows the project's profiles and accounts to what a session may touch."""

    def __init__(
        self,
        catalogs: CatalogSource,
        profiles: ProfileService,
        accounts: AccountService,
        for_tests: Callable[[Connector], str] = lambda _: "live",
    ) -> None:
        """Take the collaborators; `for_tests` says where calls of a connector's test accounts go."""
        self._for_tests = for_tests
        self._catalogs = catalogs
        self._profiles = profiles
        self._accounts = accounts

    async def all(self, tx: Tx, session: ConnectSession) -> list[Offer]:
        """Everything that the session offers; profiles that are switched off, or lack their app, are not there."""
        only = session.profile_id
        upstream = "twin" if session.type == "test" else "live"
        if session.account_id is not None:
            bound = await repository.find(tx, session.project_id, session.account_id)
            only = bound.profile_id if bound else ""
            upstream = bound.upstream if bound else upstream
        catalog = await self._catalogs.of(session.project_id)
        enabled = await self._profiles.list(tx, session.project_id, enabled_only=True)
        offers = [_offer(catalog, one) for one in enabled]
        return [
            offer
            for offer in offers
            if offer is not None
            and only in (None, offer.profile.id)
            and _fits(session, offer.connector)
            and (not offer.profile.lacks_app(offer.method) or (upstream == "twin" and self._at_twin(offer.connector)))
        ]

    def _at_twin(self, connector: Connector) -> bool:
        """Whether test accounts are linked at a twin, which has an app of its own."""
        try:
            return self._for_tests(connector) == "twin"
        except NoTwin:
            return False

    async def one(self, tx: Tx, session: ConnectSession, profile_id: str) -> Offer:
        """One of them.

        Raises:
            NotOffered: the session does not offer it.
        """
        for offer in await self.all(tx, session):
            if offer.profile.id == profile_id:
                return offer
        raise NotOffered

    async def of_account(self, tx: Tx, account: Account) -> Offer:
        """The account's own.

        Raises:
            ProfileOff: its profile is switched off, or the hub no longer has its connector.
        """
        profile = await self._profiles.get(tx, account.project_id, account.profile_id)
        offer = _offer(await self._catalogs.of(account.project_id), profile)
        if offer is None or not profile.enabled:
            raise ProfileOff
        return offer

    async def account(self, tx: Tx, session: ConnectSession, account_id: str) -> Account:
        """An account that the session reaches: its own, or one of the same owner at a connector that it may link.

        Raises:
            NotInSession: the session does not reach it.
        """
        try:
            account = await self._accounts.find(tx, session.project_id, account_id)
        except AccountNotFound:
            raise NotInSession from None
        if account.id in (session.account_id, session.linked_account_id):
            return account
        owner = (account.origin_owner_id, account.origin_owner_name)
        if (
            session.account_id is not None
            or owner != (session.origin_owner_id, session.origin_owner_name)
            or session.provider not in (None, account.connector_key)
        ):
            raise NotInSession
        return account

    async def accounts(self, tx: Tx, session: ConnectSession) -> list[Account]:
        """The accounts that stand already: the one it was made for, else the owner's."""
        if session.account_id is not None:
            bound = await repository.find(tx, session.project_id, session.account_id)
            return [bound] if bound else []
        return await repository.of_owner(
            tx, session.project_id, session.origin_owner_id, session.origin_owner_name, session.provider
        )

    async def present(self, tx: Tx, session: ConnectSession, offer: Offer) -> Account | None:
        """The account that linking would update; None where it would make one.

        Raises:
            linkwright.accounts.errors.AccountNotFound: the account that the session was made for is gone.
        """
        if session.account_id is not None:
            return await self._accounts.find(tx, session.project_id, session.account_id)
        if session.multiple:
            return None
        owner = (session.origin_owner_id, session.origin_owner_name)
        return await repository.find_only(tx, session.project_id, *owner, offer.connector.key)


def _offer(catalog: Catalog, profile: Profile) -> Offer | None:
    connector = catalog.get(profile.connector_key, profile.version)
    method = connector.auth.get(profile.auth_method) if connector else None
    return Offer(profile, connector, method) if connector and method else None


def _fits(session: ConnectSession, connector: Connector) -> bool:
    wanted = set(session.categories or ())
    return session.provider in (None, connector.key) and (not wanted or bool(wanted & set(connector.categories)))
