"""The rules of linked accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import structlog

from linkwright.access.principals import Principal
from linkwright.accounts import announcing, repository, states
from linkwright.accounts.changes import columns_for
from linkwright.accounts.errors import AccountNotFound, FieldFixed, OwnerTaken
from linkwright.accounts.filters import AccountFilter
from linkwright.accounts.health import repository as health
from linkwright.accounts.model import Account
from linkwright.accounts.shown import ShownAccount
from linkwright.catalog.source import CatalogSource
from linkwright.kit.clock import Clock
from linkwright.logs.repository import forget_bodies
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx
from linkwright.store.faults import RowRefused

_log = structlog.get_logger()
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class AccountService:
    """Finds, changes, stops and deletes accounts. Linking makes them; see `storing.py`."""

    def __init__(self, catalogs: CatalogSource, profiles: ProfileService, clock: Clock) -> None:
        self._catalogs = catalogs
        self._profiles = profiles
        self._clock = clock

    async def list(self, tx: Tx, project_id: str, wanted: AccountFilter) -> tuple[list[ShownAccount], int]:
        """One page of the project's accounts, and how many there are on all pages."""
        found = await repository.page(tx, project_id, wanted)
        total = await repository.count(tx, project_id, wanted)
        profiles = {profile.id: profile for profile in await self._profiles.list(tx, project_id)}
        checks = await health.of(tx, [account.id for account in found])
        catalog = await self._catalogs.of(project_id)
        shown = []
        for account in found:
            profile = profiles[account.profile_id]
            connector = catalog.get(account.connector_key, profile.version)
            shown.append(ShownAccount(account, connector, profile, checks.get(account.id)))
        return shown, total

    async def find(self, tx: Tx, project_id: str, account_id: str, *, lock: bool = False) -> Account:
        """The account.

        Raises:
            AccountNotFound: the project has none of that id.
        """
        # An odd id cannot exist, and must not get as far as a database that chokes on it.
        account = await repository.find(tx, project_id, account_id, lock=lock) if _ID.fullmatch(account_id) else None
        if account is None:
            raise AccountNotFound
        return account

    async def get(self, tx: Tx, project_id: str, account_id: str) -> ShownAccount:
        """The account with what a view of it needs.

        Raises:
            AccountNotFound: the project has none of that id.
        """
        return await self.shown(tx, await self.find(tx, project_id, account_id))

    async def shown(self, tx: Tx, account: Account) -> ShownAccount:
        """An account with its connector and profile."""
        profile = await self._profiles.get(tx, account.project_id, account.profile_id)
        catalog = await self._catalogs.of(account.project_id)
        checks = await health.of(tx, [account.id])
        connector = catalog.get(account.connector_key, profile.version)
        return ShownAccount(account, connector, profile, checks.get(account.id))

    async def change(self, tx: Tx, principal: Principal, account_id: str, wish: Mapping[str, Any]) -> ShownAccount:
        """Change what a PATCH may change; fields that are absent stay.

        Raises:
            AccountNotFound: the project has none of that id.
            linkwright.accounts.errors.CredentialsByLinking: the wish holds credentials.
            FieldFixed: the wish changes what was fixed at linking.
            OwnerTaken: that owner has an account at this connector already.
            linkwright.errors.NotFound: there is no such profile.
        """
        account = await self.find(tx, principal.project_id, account_id, lock=True)
        columns = columns_for(account, wish)
        profile_id = wish.get("integration_id")
        if profile_id is not None and profile_id != account.profile_id:
            columns["profile_id"] = await self._profile_for(tx, account, profile_id)
        await self.apply(tx, account, columns)
        if columns:
            _log.info("account.updated", account=account.id, by=principal.reference, fields=sorted(columns))
        return await self.get(tx, principal.project_id, account_id)

    async def delete(self, tx: Tx, principal: Principal, account_id: str) -> ShownAccount:
        """Delete an account and destroy its credentials; gives what was deleted.

        Raises:
            AccountNotFound: the project has none of that id.
        """
        account = await self.find(tx, principal.project_id, account_id, lock=True)
        shown = await self.shown(tx, account)
        await repository.delete(tx, account.id)
        await forget_bodies(tx, account.id)
        await announcing.deleted(tx, account, self._clock.now())
        _log.info("account.deleted", account=account.id, by=principal.reference)
        return shown

    async def suspend(self, tx: Tx, principal: Principal, account_id: str) -> ShownAccount:
        """Stop calls on the account until it is resumed.

        Raises:
            AccountNotFound: the project has none of that id.
            linkwright.accounts.errors.StatusConflict: it is archived.
        """
        account = await self.find(tx, principal.project_id, account_id, lock=True)
        who = "a member" if principal.kind == "member" else "an API key"
        name = f" ({principal.name})" if principal.name else ""
        why = states.reason(states.SUSPENDED, f"Suspended by {who}{name}.", self._clock.now())
        state = states.suspended(account.status, account.status_reasons, why)
        return await self._move(tx, principal, account, state)

    async def resume(self, tx: Tx, principal: Principal, account_id: str) -> ShownAccount:
        """Lift a suspension.

        Raises:
            AccountNotFound: the project has none of that id.
            linkwright.accounts.errors.StatusConflict: something else than a suspension holds it.
        """
        account = await self.find(tx, principal.project_id, account_id, lock=True)
        return await self._move(tx, principal, account, states.resumed(account.status, account.status_reasons))

    async def convert(self, tx: Tx, principal: Principal, account_id: str, type_: str) -> ShownAccount:
        """Relabel the account as `production` or `test`; what it calls stays as it was linked.

        Raises:
            AccountNotFound: the project has none of that id.
        """
        account = await self.find(tx, principal.project_id, account_id, lock=True)
        if type_ != account.type:
            await self.apply(tx, account, {"type": type_})
            _log.info("account.converted", account=account.id, by=principal.reference, type=type_)
        return await self.get(tx, principal.project_id, account_id)

    async def refused(
        self,
        tx: Tx,
        project_id: str,
        account_id: str,
        description: str,
        seen: Mapping[str, int],
        *,
        code: str = states.CREDENTIAL_REFUSED,
    ) -> bool:
        """Note that the stored credential works no more, and why; True if it is this account's still.

        `seen` are the fields' versions that were refused: a credential renewed meanwhile is not blamed for its
        predecessor, and an account that is gone is left alone. What is noted already is not noted again.
        """
        account = await repository.find(tx, project_id, account_id, lock=True)
        if account is None or account.versions != dict(seen):
            return False
        if any((one["code"], one["description"]) == (code, description) for one in account.status_reasons):
            return True
        why = states.reason(code, description, self._clock.now())
        status, reasons = states.refused(account.status, account.status_reasons, why)
        await self.apply(tx, account, {"status": status, "status_reasons": reasons})
        _log.warning("account.refused", account=account_id, status=status, reason=code)
        return True

    async def _move(self, tx: Tx, principal: Principal, account: Account, state: states.State) -> ShownAccount:
        status, reasons = state
        if status != account.status:
            await self.apply(tx, account, {"status": status, "status_reasons": reasons})
            _log.info("account.status", account=account.id, by=principal.reference, status=status)
        return await self.get(tx, account.project_id, account.id)

    async def apply(self, tx: Tx, account: Account, columns: dict[str, Any]) -> None:
        """Change columns of an account that is locked, and tell of it.

        Raises:
            OwnerTaken: the owner that the columns name has another account at this connector.
        """
        if not columns:
            return
        now = self._clock.now()
        try:
            await repository.update(tx, account.id, {**columns, "updated_at": now})
        except RowRefused as taken:
            raise OwnerTaken from taken
        written = await self.find(tx, account.project_id, account.id)
        await announcing.changed(tx, written, now, columns, account.status)

    async def _profile_for(self, tx: Tx, account: Account, profile_id: str) -> str:
        profile = await self._profiles.get(tx, account.project_id, profile_id)
        if (profile.connector_key, profile.auth_method) != (account.connector_key, account.auth_method):
            raise FieldFixed(
                f"The profile {profile.name} is for {profile.connector_key} with {profile.auth_method}; the account "
                f"was linked to {account.connector_key} with {account.auth_method}.",
                extra={"field": "integration_id"},
            )
        return profile.id
