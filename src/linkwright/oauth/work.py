"""The grants that fall due: renews them ahead of need, so that calls seldom wait.

A grant is due after 80 to 90 % of its token's life, after a failure when the provider has rested, and when a lease is over
whose process died. Accounts that are suspended are renewed as well: a suspension can be lifted, and what its owner granted
must be alive then. Nothing but a token is asked for.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from functools import partial

import structlog

from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.oauth import repository
from linkwright.oauth.renewal import Renewal
from linkwright.store.database import Database

_log = structlog.get_logger()
_MOST_AT_ONCE = 16
# Several processes look at the same rows; each takes some of the first of them by lot.
_LOOKED_AT = 4 * _MOST_AT_ONCE


class Renewer:
    """Renews what is due, some at once."""

    def __init__(
        self, database: Database, renewal: Renewal, clock: Clock, *, more: Callable[[], None] = lambda: None
    ) -> None:
        """`more` is called whenever there is room for another renewal."""
        self._database = database
        self._renewal = renewal
        self._clock = clock
        self._more = more
        self._running: dict[str, asyncio.Task[bool]] = {}

    async def take_back(self) -> None:
        """End the leases of a process before this one, where only one can work: on SQLite. Call it at the start."""
        if self._database.dialect == "sqlite":
            async with self._database.write() as tx:
                await repository.take_back(tx)

    async def fill(self) -> int:
        """Begin whatever is due, as far as there is room; how many renewals were begun."""
        room = _MOST_AT_ONCE - len(self._running)
        if room <= 0:
            return 0
        async with self._database.read() as tx:
            found = await repository.due(tx, self._clock.now(), _LOOKED_AT)
        waiting = [account_id for account_id in found if account_id not in self._running]
        chosen = random.sample(waiting, min(room, len(waiting)))
        for account_id in chosen:
            task = asyncio.create_task(self._renew(account_id), name=f"ahead {account_id}")
            self._running[account_id] = task
            task.add_done_callback(partial(self._ended, account_id))
        return len(chosen)

    async def close(self) -> None:
        """Wait for what is under way, which is not cut off: a token that was redeemed is stored."""
        while self._running:
            await asyncio.wait(self._running.values())

    def _ended(self, account_id: str, task: asyncio.Task[bool]) -> None:
        del self._running[account_id]
        # Not after one that changed nothing: it is due still, and would be begun again and again.
        if not task.cancelled() and task.result():
            self._more()

    async def _renew(self, account_id: str) -> bool:
        """Whether that one is off the list."""
        try:
            outcome = await self._renewal.ahead(account_id)
        except LinkwrightError as error:
            _log.warning("oauth.not_renewed_ahead", account=account_id, error=error.message)
        except Exception:
            # The lease runs out, and the grant is due again.
            _log.exception("oauth.renewal_broke", account=account_id)
        else:
            return outcome is not None and outcome.kind in ("renewed", "ended")
        return False
