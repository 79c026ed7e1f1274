"""What an answer of the provider makes of an account: its status, its identity, what is known of its rights."""

from __future__ import annotations

from typing import Any

import structlog

from linkwright.accounts import facts, repository, states
from linkwright.accounts.health.model import ANOTHER, REFUSED, WORKING, Found
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.engine.results import Identity
from linkwright.kit.clock import Clock
from linkwright.store.database import Tx

_log = structlog.get_logger()


class Settling:
    """Writes what was found, if it was found with the credential that the account still has."""

    def __init__(self, accounts: AccountService, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    async def settle(self, tx: Tx, project_id: str, account_id: str, found: Found) -> tuple[str, str] | None:
        """Change the account accordingly; outcome and sentence, or None if the answer is not about it any more.

        Only a refusal and another account change the status for the worse: that a provider cannot be reached says
        nothing of the credential. A refusal must have been confirmed by whoever brings it.
        """
        account = await repository.find(tx, project_id, account_id, lock=True)
        if account is None or account.versions != found.seen:
            return None
        if found.outcome == REFUSED:
            await self._accounts.refused(tx, project_id, account_id, found.detail, found.seen)
        if found.outcome != WORKING:
            return found.outcome, found.detail
        other = _another(account, found.identity)
        if other is not None:
            await self._accounts.refused(tx, project_id, account_id, other, found.seen, code=states.ANOTHER_ACCOUNT)
            return ANOTHER, other
        await self._works(tx, account, found.identity)
        return WORKING, found.detail

    async def _works(self, tx: Tx, account: Account, identity: Identity) -> None:
        status, reasons = states.works(account.status, account.status_reasons)
        columns: dict[str, Any] = {"status": status, "status_reasons": reasons}
        told = {"person": identity.person, "workspace": identity.workspace, "teams": identity.teams}
        columns |= {"identity": told, "external_id": identity.external_id}
        changed = {name: value for name, value in columns.items() if value != _plain(getattr(account, name))}
        await self._learn(tx, account, identity)
        await self._accounts.apply(tx, account, changed)
        if status != account.status:
            _log.info("account.recovered", account=account.id, status=status)

    async def _learn(self, tx: Tx, account: Account, identity: Identity) -> None:
        connector = (await self._accounts.shown(tx, account)).connector
        if connector is None:
            return
        before = account.identity.get("person") or {}
        after = facts.after_check(connector, account.rights, before, identity.person, self._clock.now())
        if facts.standing(connector, after) != facts.standing(connector, account.rights):
            await repository.update(tx, account.id, {"rights": after})


def _another(account: Account, identity: Identity) -> str | None:
    """How it is not the account that was linked; None if it is, as far as anybody told."""
    if account.external_id not in (None, identity.external_id):
        theirs = identity.workspace.get("name") or identity.external_id
        return (
            f"The credential opens {theirs} now; the account was linked to {account.workspace or account.external_id}."
        )
    before, now = (account.identity.get("person") or {}), identity.person
    if before.get("id") and now.get("id") and before["id"] != now["id"]:
        return (
            f"The credential acts as {now.get('name') or now['id']} now; "
            f"the account was linked by {before.get('name') or before['id']}."
        )
    return None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
