"""Deleting an account: what needs its credential comes first, and never keeps the deletion from happening; then the credential
is destroyed, whatever comes after; then the provider is told to end it, if it can be.

The receipt is written in the transaction that deletes. A process that is killed before the provider has answered leaves a
receipt that says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from linkwright.access.principals import Principal
from linkwright.accounts import repository
from linkwright.accounts.errors import AccountNotFound, ReceiptNotFound
from linkwright.accounts.model import Account
from linkwright.accounts.revoking import FAILED, NOT_SUPPORTED, REVOKED, Revoking
from linkwright.accounts.service import AccountService
from linkwright.accounts.shown import ShownAccount
from linkwright.catalog.transports import Transports
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.kit.words import listed
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
PATIENCE = 15.0
"""Seconds that the provider gets to end a credential."""
Leaving = Callable[[Principal, str], Awaitable[None]]
"""Called with an account's id before it is deleted, while its credential is there; never fails."""
_MOST_AT_ONCE = 8
_OPEN = "The hub stopped before the provider had answered."


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was destroyed, by whom and when.

    Attributes:
        fields: names of the credential's fields.
        deleted_by: `key:key_…` or `member:mem_…`; `deleted_by_name` is what they are called.
        revocation: `revoked`, `not_supported` or `failed`: whether the provider ended the credential too.
        revocation_detail: a sentence about it.
    """

    account_id: str
    project_id: str
    connector_key: str
    auth_method: str
    origin_owner_id: str
    origin_owner_name: str
    fields: tuple[str, ...]
    deleted_by: str
    deleted_by_name: str
    deleted_at: datetime
    revocation: str
    revocation_detail: str


class Deleting:
    """Deletes accounts and gives receipts."""

    def __init__(
        self,
        database: Database,
        accounts: AccountService,
        vault: Vault,
        transports: Transports,
        revoking: Revoking,
        clock: Clock,
        leaving: Leaving | None = None,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._vault = vault
        self._transports = transports
        self._revoking = revoking
        self._clock = clock
        self._leaving = leaving

    async def delete(self, principal: Principal, account_id: str) -> tuple[ShownAccount, Receipt]:
        """Destroy the credential and the account, and have the provider end the credential where it can.

        Raises:
            linkwright.accounts.errors.AccountNotFound: the project has none of that id.
        """
        if self._leaving is not None:
            await self._leaving(principal, account_id)
        async with self._database.write() as tx:
            shown = await self._accounts.delete(tx, principal, account_id)
            receipt = self._receipt(principal, shown)
            await repository.add_receipt(tx, receipt)
        if receipt.revocation_detail == _OPEN:
            # A caller who goes away does not leave it half done.
            receipt = await asyncio.shield(self._revoked(shown, receipt))
        return shown, receipt

    async def delete_of_profile(self, principal: Principal, profile_id: str) -> None:
        """Delete every account of a profile, some at a time, each with a receipt of its own."""
        async with self._database.read() as tx:
            ids = await repository.ids_of_profile(tx, principal.project_id, profile_id)
        gate = asyncio.Semaphore(_MOST_AT_ONCE)

        async def one(account_id: str) -> None:
            async with gate:
                # Somebody else may have deleted it meanwhile.
                with suppress(AccountNotFound):
                    await self.delete(principal, account_id)

        async with asyncio.TaskGroup() as group:
            for account_id in ids:
                group.create_task(one(account_id))

    async def receipt(self, tx: Tx, project_id: str, account_id: str) -> Receipt:
        """The receipt of an account that was deleted.

        Raises:
            ReceiptNotFound: the project has deleted none of that id.
        """
        found = await repository.receipt(tx, project_id, account_id)
        if found is None:
            raise ReceiptNotFound
        return Receipt(**{**found, "fields": tuple(found["fields"])})

    def _receipt(self, principal: Principal, shown: ShownAccount) -> Receipt:
        account, connector = shown.account, shown.connector
        method = connector.auth.get(account.auth_method) if connector else None
        able = connector is not None and method is not None and self._revoking.supports(connector, method)
        strange = strange_hosts(connector, account.hosts) if able and connector is not None else []
        if strange:
            # The place to end it may be one of those hosts, and somebody's who collects credentials.
            said = f"{shown.provider_name} calls {listed(strange)} now, and this credential was not given for that."
        elif able:
            said = _OPEN
        else:
            said = f"{shown.provider_name} lets only the owner end this {shown.method_label}, in the settings there."
        return Receipt(
            account_id=account.id,
            project_id=account.project_id,
            connector_key=account.connector_key,
            auth_method=account.auth_method,
            origin_owner_id=account.origin_owner_id,
            origin_owner_name=account.origin_owner_name,
            fields=tuple(account.versions),
            deleted_by=principal.reference,
            deleted_by_name=principal.name,
            deleted_at=self._clock.now(),
            revocation=FAILED if able else NOT_SUPPORTED,
            revocation_detail=said,
        )

    async def _revoked(self, shown: ShownAccount, receipt: Receipt) -> Receipt:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._revoke(shown)
            done, said = REVOKED, f"{shown.provider_name} has ended it too."
        except TimeoutError:
            done, said = FAILED, f"{shown.provider_name} did not answer in {PATIENCE:g} seconds."
        except LinkwrightError as refused:
            done, said = FAILED, refused.message
        except Exception:
            _log.exception("account.revocation_broke", account=receipt.account_id)
            done, said = FAILED, "Something broke on our side; the log says what."
        _log.info("account.revocation", account=receipt.account_id, outcome=done)
        async with self._database.write() as tx:
            await repository.set_revocation(tx, receipt.account_id, done, said)
        return replace(receipt, revocation=done, revocation_detail=said)

    async def _revoke(self, shown: ShownAccount) -> None:
        account, connector = shown.account, shown.connector
        assert connector is not None  # the receipt has looked
        twin = account.upstream == "twin"
        transport = self._transports.twin(connector, account.project_id) if twin else self._transports.live
        credential = await self._opened(account)
        await self._revoking.revoke(account, connector, connector.auth[account.auth_method], credential, transport)

    async def _opened(self, account: Account) -> dict[str, Secret]:
        """From what was read before it was destroyed."""
        place = {"project_id": account.project_id, "account_id": account.id}
        return {
            one.field: await self._vault.open(one.record, **place, field=one.field, version=one.version)
            for one in account.credentials
        }
