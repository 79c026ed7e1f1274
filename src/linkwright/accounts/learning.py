"""What later calls show of credentials: noted in memory, written off the path, and only where it is news."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import structlog

from linkwright.accounts import facts, repository
from linkwright.accounts.hot import AccountRow
from linkwright.connectors.compiled import Action, Connector
from linkwright.engine.results import RunResult
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.store.database import Database, Tx

_log = structlog.get_logger()
_MOST_STANDINGS = 20_000
_MOST_NOTED = 10_000
_Key = tuple[str, str, int]


class RightsBook:
    """Knows what the stored facts of an account come to, and collects news of it."""

    def __init__(self, database: Database, clock: Clock, more: Callable[[], None] = lambda: None) -> None:
        """`more` is called when there is something to write; `flush` writes it."""
        self._database = database
        self._clock = clock
        self._more = more
        self._standings: dict[tuple[str, str], facts.Standing] = {}
        self._noted: dict[_Key, tuple[Connector, list[dict[str, Any]]]] = {}

    def standing(self, connector: Connector, account: AccountRow) -> facts.Standing:
        """What is known of the account's credential; worked out once for the same facts."""
        key = (connector.hash, account.rights)
        found = self._standings.get(key)
        if found is None:
            if len(self._standings) >= _MOST_STANDINGS:
                self._standings.clear()
            found = self._standings[key] = facts.standing(connector, jsons.loads(account.rights))
        return found

    def worked(self, connector: Connector, account: AccountRow, action: Action, result: RunResult) -> None:
        """A call worked. Costs one look-up where it shows nothing new; never waits."""
        if self.standing(connector, account).proven.issuperset(action.scopes):
            return
        # A document of the caller's own needs what it needs; a part that was refused leaves the whole in doubt.
        if action.hook or result.warnings or not result.calls:
            return
        self._note(connector, account, facts.of_success(action, self._clock.now()))

    def lacked(
        self, connector: Connector, account: AccountRow, action: Action, lacks: Collection[str], said: str
    ) -> None:
        """The provider refused a call because the credential, or its person, lacks these scopes."""
        self._note(connector, account, facts.of_refusal(connector, action, lacks, said, self._clock.now()))

    async def flush(self) -> None:
        """Write what was noted, each account by itself; what cannot be written now is kept for the next turn."""
        noted, self._noted = self._noted, {}
        while noted:
            key, (connector, news) = noted.popitem()
            try:
                async with self._database.write() as tx:
                    await _write(tx, key, connector, news)
            except LinkwrightError:
                noted[key] = (connector, news)
                for kept, (by, facts_) in noted.items():
                    mine = self._noted.get(kept)
                    self._noted[kept] = (by, facts.merged(facts_, mine[1]) if mine else facts_)
                raise

    def _note(self, connector: Connector, account: AccountRow, news: Sequence[dict[str, Any]]) -> None:
        if not news or (len(self._noted) >= _MOST_NOTED):
            # What is dropped is shown again by the next call.
            return
        key = (account.project_id, account.id, account.linkings)
        known = self._noted.get(key)
        self._noted[key] = (connector, facts.merged(known[1] if known else (), news))
        if known is None:
            self._more()


async def _write(tx: Tx, key: _Key, connector: Connector, news: Sequence[dict[str, Any]]) -> None:
    project_id, account_id, linkings = key
    account = await repository.find(tx, project_id, account_id, lock=True)
    # Linked again meanwhile: what its predecessor could do says nothing of the new credential.
    if account is None or account.linkings != linkings:
        return
    after = facts.merged(account.rights, news)
    if _states(connector, after) == _states(connector, account.rights):
        # Another process was there first; times alone are not worth a change that every cache hears of.
        return
    await repository.update(tx, account_id, {"rights": after})
    _log.info("account.rights", account=account_id, learnt={one["scope"]: one["state"] for one in news})


def _states(connector: Connector, known: Sequence[facts.Fact]) -> dict[str, str]:
    return {name: one["state"] for name, one in facts.deciding(connector, known).items()}
