"""Asks the provider whose account a stored credential opens, within the limits that calls keep to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from linkwright.accounts.health.model import POSTPONED, REFUSED, UNREACHABLE, WORKING, Found
from linkwright.accounts.hot import AccountRow
from linkwright.catalog.source import CatalogSource
from linkwright.catalog.transports import Transports
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.engine.errors import CredentialRefused, ProviderRateLimited
from linkwright.engine.rates import RateLimits
from linkwright.engine.results import Identity
from linkwright.engine.waiting import Sleep
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.vault.vault import Vault

DEADLINE = 15.0
"""Seconds that asking may take, tries included."""
SPARED = 0.1
"""The share of a budget below which it is left to calls."""

Verify = Callable[..., Awaitable[Identity]]


class OpensCredentials(Protocol):
    """Opens what is stored of an account."""

    async def __call__(self, account: AccountRow) -> dict[str, Secret]:
        """Every field in the clear, by name."""
        ...


class OpenedByVault:
    """Opens stored fields as they are."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def __call__(self, account: AccountRow) -> dict[str, Secret]:
        """As `OpensCredentials`.

        Raises:
            linkwright.vault.errors.RecordDoesNotOpen: a record was altered or moved.
        """
        place = {"project_id": account.project_id, "account_id": account.id}
        return {
            name: await self._vault.open(record, **place, field=name, version=version)
            for name, version, record in account.credentials
        }


class Tokens(Protocol):
    """Whoever keeps tokens good that end."""

    async def ensure(self, account: AccountRow, seconds: float) -> AccountRow | None:
        """The account as it is when its token is good for a while; None if it is gone."""
        ...

    async def refused(self, account: AccountRow, seconds: float) -> AccountRow | None:
        """The account with another token than the one refused; the same versions if there is no other."""
        ...


class Asking:
    """One question for one account. Never raises: what goes wrong is part of the answer."""

    def __init__(
        self,
        catalogs: CatalogSource,
        opened: OpensCredentials,
        transports: Transports,
        limits: RateLimits,
        verify: Verify,
        clock: Clock,
        *,
        tokens: Tokens | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Take the collaborators; `limits` are those of the calls of this process, `sleep` waits between tries.

        Without `tokens` none is renewed.
        """
        self._catalogs = catalogs
        self._opened = opened
        self._transports = transports
        self._limits = limits
        self._verify = verify
        self._clock = clock
        self._tokens = tokens
        self._sleep = sleep

    async def ask(self, account: AccountRow, *, spare: float = 0.0) -> Found:
        """Whether the credential works; with `spare`, only if more than this share of every budget is left."""
        seen = _versions(account)
        catalog = await self._catalogs.of(account.project_id)
        connector = catalog.get(account.connector_key, account.profile_version)
        method = connector.auth.get(account.auth_method) if connector else None
        if connector is None or method is None or strange_hosts(connector, account.hosts):
            return Found(UNREACHABLE, "The connector that it was linked with cannot be used for it now.", seen)
        wait = self._limits.of(connector, account.counted_as).wait_for(spare)
        if wait > 0:
            return Found(POSTPONED, f"{connector.name}'s limits are left to calls.", seen, wait=wait)
        asked = [account]
        try:
            identity = await self._identity_by_token(asked, connector, method)
        except CredentialRefused as refused:
            return Found(REFUSED, refused.message, _versions(asked[-1]))
        except ProviderRateLimited as later:
            wait = float(later.headers.get("Retry-After", 0))
            return Found(POSTPONED, later.message, _versions(asked[-1]), wait=wait)
        except LinkwrightError as failed:
            return Found(UNREACHABLE, failed.message, _versions(asked[-1]))
        return Found(WORKING, f"{connector.name} answered.", _versions(asked[-1]), identity)

    async def _identity_by_token(self, asked: list[AccountRow], connector: Connector, method: AuthMethod) -> Identity:
        """With a token that is good, and with another one where it is refused all the same.

        `asked` holds the account, and gets each later state of it that the provider was asked with: what is found is true
        of the last one.
        """
        if not method.gives_tokens or self._tokens is None:
            return await self._identity(asked[-1], connector, method)
        if asked[-1].ends is not None:
            asked.append(await self._tokens.ensure(asked[-1], DEADLINE) or asked[-1])
        try:
            return await self._identity(asked[-1], connector, method)
        except CredentialRefused:
            fresh = await self._tokens.refused(asked[-1], DEADLINE)
            if fresh is None or fresh.credentials == asked[-1].credentials:
                raise
        asked.append(fresh)
        return await self._identity(fresh, connector, method)

    async def _identity(self, account: AccountRow, connector: Connector, method: AuthMethod) -> Identity:
        twin = account.upstream == "twin"
        return await self._verify(
            connector,
            method=method,
            credential=await self._opened(account),
            transport=self._transports.twin(connector, account.project_id) if twin else self._transports.live,
            clock=self._clock,
            deadline=DEADLINE,
            limits=self._limits.of(connector, account.counted_as),
            sleep=self._sleep,
        )


def _versions(account: AccountRow) -> dict[str, int]:
    return {name: version for name, version, _ in account.credentials}
