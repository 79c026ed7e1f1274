"""Forgets runs that are older than the operator wants to keep."""

from __future__ import annotations

from datetime import timedelta

from linkwright.kit.clock import Clock
from linkwright.logs import repository
from linkwright.store.database import Database

# Small transactions, so that a sweep of a million rows never holds up a writer for long.
_AT_ONCE = 1_000
_MOST_ROUNDS = 1_000
# Twice the time between two sweeps.
_LATE = timedelta(hours=2)


async def sweep_runs(database: Database, clock: Clock, days: int) -> int:
    """Delete the runs that started more than so many days ago; the count of those deleted."""
    async with database.write() as tx:
        await repository.forget_orphaned(tx, clock.now() - _LATE)
    before = clock.now() - timedelta(days=days)
    deleted = 0
    for _ in range(_MOST_ROUNDS):
        async with database.write() as tx:
            count = await repository.sweep(tx, before, _AT_ONCE)
        deleted += count
        if count < _AT_ONCE:
            break
    return deleted
