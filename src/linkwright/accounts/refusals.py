"""What calls find out about accounts: the provider refused the credential that is stored."""

from __future__ import annotations

from linkwright.accounts.hot import AccountRow
from linkwright.accounts.service import AccountService
from linkwright.store.database import Database


class CredentialRefusals:
    """Notes a refusal on the account, in a transaction of its own: the call that found it has been answered."""

    def __init__(self, database: Database, accounts: AccountService) -> None:
        self._database = database
        self._accounts = accounts

    async def credential_refused(self, account: AccountRow, message: str) -> None:
        """Note that the credential of this row was refused; one renewed meanwhile is not blamed for it."""
        seen = {name: version for name, version, _ in account.credentials}
        async with self._database.write() as tx:
            await self._accounts.refused(tx, account.project_id, account.id, message, seen)
