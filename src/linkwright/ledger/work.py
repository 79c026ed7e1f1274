"""What falls due: tries whose process is gone are marked, and told in the run log; entries whose time is over are forgotten."""

from __future__ import annotations

from functools import partial

import structlog

from linkwright.kit.clock import Clock
from linkwright.ledger import repository
from linkwright.ledger.errors import OutcomeUnknown
from linkwright.ledger.model import DOUBT, Entry
from linkwright.logs import repository as logs
from linkwright.logs.model import Run
from linkwright.logs.recorder import Audit
from linkwright.logs.rows import row_of
from linkwright.store.database import Database, Tx
from linkwright.store.sweeping import sweep_out

_log = structlog.get_logger()
_AT_ONCE = 500
_MOST_ROUNDS = 1_000


class Abandoned:
    """Finds tries whose process was killed in the middle."""

    def __init__(self, database: Database, clock: Clock, audit: Audit | None = None) -> None:
        """`audit` keeps a record of each, as of any call."""
        self._database = database
        self._clock = clock
        self._audit = audit

    async def take_back(self) -> int:
        """Those of a process before this one, where only one can work: on SQLite. Call it at the start."""
        return await self._mark(everything=self._database.dialect == "sqlite")

    async def look(self) -> int:
        """Those whose lease has run out; how many there were."""
        return await self._mark(everything=False)

    async def _mark(self, *, everything: bool) -> int:
        marked = 0
        for _ in range(_MOST_ROUNDS):
            async with self._database.write() as tx:
                now = self._clock.now()
                found = await repository.abandoned(tx, None if everything else now, now + DOUBT, _AT_ONCE)
                for entry in found:
                    await self._tell(tx, entry)
            marked += len(found)
            if len(found) < _AT_ONCE:
                break
        return marked

    async def _tell(self, tx: Tx, entry: Entry) -> None:
        """Give the run a row in the log, which its process did not come to write."""
        _log.warning("write.abandoned", run=entry.run_id, account=entry.account_id, action=entry.action)
        if await logs.find(tx, entry.project_id, entry.run_id) is not None:
            return
        now = self._clock.now()
        message = "The hub was stopped in the middle of this write: whether it happened is not known."
        run = Run(
            id=entry.run_id,
            project_id=entry.project_id,
            account_id=entry.account_id,
            action=entry.action,
            connector_key=entry.action.partition("_")[0],
            face=entry.caller["face"],
            caller=entry.caller["name"],
            caller_id=entry.caller["id"],
            status=OutcomeUnknown.status,
            started_at=entry.created_at,
            duration_ms=max(0.0, (now - entry.created_at).total_seconds() * 1000),
            effect="write",
            error={"code": OutcomeUnknown.code, "message": message, "hint": OutcomeUnknown.hint},
            caller_kind=entry.caller.get("kind", "unknown"),
        )
        await logs.add(tx, [row_of(run)])
        if self._audit is not None:
            await self._audit.add(tx, [self._audit.of(run)])


async def sweep_writes(database: Database, clock: Clock) -> int:
    """Forget entries whose time is over; how many."""
    return await sweep_out(database, partial(repository.sweep, now=clock.now()))
