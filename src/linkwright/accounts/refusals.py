"""What calls find out about accounts: the provider refused the credential that is stored."""

from __future__ import annotations

import asyncio

from linkwright.accounts.hot import AccountRow
from linkwright.accounts.work import Checker

_Refused = tuple[str, tuple[int, ...]]


class CredentialRefusals:
    """Has a refusal confirmed by a second try, once for all calls that met it, and noted on the account then."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._trying: dict[_Refused, asyncio.Task[None]] = {}

    async def credential_refused(self, account: AccountRow, message: str) -> None:  # noqa: ARG002
        """The credential of this row was refused; one renewed meanwhile is not blamed for it."""
        key = (account.id, tuple(version for _, version, _ in account.credentials))
        task = self._trying.get(key)
        if task is None:
            task = self._trying[key] = asyncio.create_task(self._checker.doubted(account))
            task.add_done_callback(lambda _: self._trying.pop(key, None))
        # A caller who goes away does not stop what others wait for.
        await asyncio.shield(task)
