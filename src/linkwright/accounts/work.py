"""Checks that fall due: leases them, asks the provider, and writes down what came of it.

A process that is killed in between leaves a lease that runs out; the check is made again then.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from linkwright.accounts.errors import NotChecked
from linkwright.accounts.health import repository
from linkwright.accounts.health.asking import DEADLINE, SPARED, Asking
from linkwright.accounts.health.judging import counts, first_due, next_due
from linkwright.accounts.health.model import POSTPONED, REFUSED, UNREACHABLE, WORKING, CheckRow, Found
from linkwright.accounts.health.settling import Settling
from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.accounts.service import AccountService
from linkwright.engine.waiting import Sleep
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.store.database import Database, Tx

_log = structlog.get_logger()
_random = random.SystemRandom()
_MOST_AT_ONCE = 4
_MOST_PLANNED = 500
AGAIN = 2.0
"""Seconds before a refusal is tried a second time."""
# Two questions and the pause between them.
LEASE = timedelta(seconds=4 * DEADLINE)
_ASKED = ("active", "error", "expired")


class Checker:
    """Looks after the credentials of all accounts, each about once in an interval, and whenever somebody asks."""

    def __init__(
        self,
        database: Database,
        rows: AccountRows,
        asking: Asking,
        accounts: AccountService,
        clock: Clock,
        *,
        interval: float,
        sleep: Sleep = asyncio.sleep,
        dice: Callable[[], float] = _random.random,
    ) -> None:
        """`interval` is in seconds, 0 for no checks by themselves; `dice` gives numbers from 0 to 1."""
        self._database = database
        self._rows = rows
        self._asking = asking
        self._settling = Settling(accounts, clock)
        self._clock = clock
        self._interval = interval
        self._sleep = sleep
        self._dice = dice
        self._owner = new_id("own")

    async def take_back(self) -> None:
        """Take in a changed interval; on SQLite, also give back what a process before this one held. At the start."""
        async with self._database.write() as tx:
            if self._database.dialect == "sqlite":
                await repository.release(tx)
            late = self._clock.now() + timedelta(seconds=2 * self._interval)
            await repository.forget_plans(tx, late if self._interval else None)

    async def close(self) -> None:
        """Give back what is leased."""
        try:
            async with self._database.write() as tx:
                await repository.release(tx, self._owner)
        except LinkwrightError as away:
            _log.warning("check.leases_kept", error=away.message)

    async def fill(self) -> int:
        """Make all checks that are due, some at once; how many."""
        made = 0
        while self._interval:
            now = self._clock.now()
            await self._plan(now)
            async with self._database.read() as tx:
                if not await repository.any_due(tx, now):
                    break
            async with self._database.write() as tx:
                claimed = await repository.claim(tx, self._owner, now, now + LEASE, _MOST_AT_ONCE)
            await asyncio.gather(*(self._make(one) for one in claimed))
            made += len(claimed)
            if not claimed:
                break
        return made

    async def check(self, project_id: str, account_id: str) -> None:
        """Ask now, since somebody wants to know; what came of it stands with the account.

        Raises:
            linkwright.accounts.errors.AccountNotFound: never: look the account up first.
            NotChecked: it is suspended, put away or switched off, so nothing calls for it.
        """
        row = await self._rows.get(account_id)
        if row is None or row.project_id != project_id or row.status not in _ASKED or not row.profile_enabled:
            raise NotChecked
        found = await self._confirmed(row, spare=0.0)
        async with self._database.write() as tx:
            values = await self._written(tx, row, found)
            await repository.begin(tx, project_id, account_id, values)

    async def doubted(self, row: AccountRow) -> None:
        """A call was refused with the credential of this row: ask a second time, and believe only both."""
        found = await self._asking.ask(row)
        async with self._database.write() as tx:
            values = await self._written(tx, row, found)
            await repository.begin(tx, row.project_id, row.id, values)

    async def _plan(self, now: datetime) -> None:
        async with self._database.read() as tx:
            wanted = await repository.unplanned(tx, _MOST_PLANNED)
        if wanted:
            async with self._database.write() as tx:
                await repository.plan(tx, wanted, lambda: first_due(now, self._interval, self._dice()))

    async def _make(self, check: CheckRow) -> None:
        try:
            await self._checked(check)
        except LinkwrightError as failed:
            # The lease runs out, and the check is made again.
            _log.warning("check.not_made", account=check.account_id, error=failed.message)

    async def _checked(self, check: CheckRow) -> None:
        now = self._clock.now()
        row = await self._rows.get(check.account_id)
        if row is None or row.status not in _ASKED or not row.profile_enabled:
            # Nothing calls for it now, so nothing is asked either.
            await self._finish(check, {"due_at": self._due(WORKING, 0, 0.0)})
            return
        worked_at = await self._worked_at(check, row, now)
        if worked_at is not None:
            values = {"outcome": WORKING, "detail": "A call worked.", "checked_at": worked_at, "faults": 0}
            await self._finish(check, {**values, "due_at": self._due(WORKING, 0, 0.0)})
            return
        found = await self._confirmed(row, spare=SPARED)
        async with self._database.write() as tx:
            values = await self._written(tx, row, found, faults=check.faults)
            if not await repository.finish(tx, self._owner, check, values):
                _log.warning("check.lease_lost", account=check.account_id)

    async def _worked_at(self, check: CheckRow, row: AccountRow, now: datetime) -> datetime | None:
        """When a call last worked, if that makes asking needless."""
        if row.status != "active":
            return None
        async with self._database.read() as tx:
            found = await repository.worked_at(tx, row.id, now - timedelta(seconds=self._interval))
        return found if counts(check, found, now, self._interval) else None

    async def _confirmed(self, row: AccountRow, *, spare: float) -> Found:
        """What the provider says; a refusal only if it says so twice."""
        found = await self._asking.ask(row, spare=spare)
        if found.outcome == REFUSED:
            await self._sleep(AGAIN)
            found = await self._asking.ask(row)
        return found

    async def _written(self, tx: Tx, row: AccountRow, found: Found, *, faults: int = 0) -> dict[str, Any]:
        """Settle the account, and give what is written of the check."""
        settled = await self._settling.settle(tx, row.project_id, row.id, found)
        if settled is None:
            # It was linked anew meanwhile, which is a check of its own.
            return {"due_at": self._due(WORKING, 0, 0.0)}
        outcome, detail = settled
        now = self._clock.now()
        faults = faults + 1 if outcome == UNREACHABLE else 0
        values: dict[str, Any] = {"outcome": outcome, "detail": detail, "faults": faults}
        values["due_at"] = self._due(outcome, faults, found.wait)
        if outcome != POSTPONED:
            values["asked_at"] = now
        if outcome not in (POSTPONED, UNREACHABLE):
            values["checked_at"] = now
        return values

    async def _finish(self, check: CheckRow, values: dict[str, Any]) -> None:
        async with self._database.write() as tx:
            await repository.finish(tx, self._owner, check, values)

    def _due(self, outcome: str, faults: int, wait: float) -> datetime | None:
        if not self._interval:
            return None
        return next_due(outcome, faults, wait, self._clock.now(), self._interval, self._dice())
