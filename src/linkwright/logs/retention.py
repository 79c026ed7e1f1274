"""Forgets runs that are older than the operator wants to keep, and what was said in them before that."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.kit.clock import Clock
from linkwright.logs import repository
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out

# Twice the time between two sweeps.
_LATE = timedelta(hours=2)


async def sweep_runs(database: Database, clock: Clock, days: int) -> int:
    """Delete the runs that started more than so many days ago; the count of those deleted."""
    async with database.write() as tx:
        await repository.forget_orphaned(tx, clock.now() - _LATE)
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep, before=before))


async def sweep_bodies(database: Database, clock: Clock, days: int) -> int:
    """Drop arguments and results of the runs that started more than so many days ago; the count of those runs."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep_bodies, before=before))
