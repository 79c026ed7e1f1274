"""What falls due: receipts of erasures are forgotten some day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.kit.clock import Clock
from linkwright.owners import repository
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_erasures(database: Database, clock: Clock, days: int) -> int:
    """Delete the receipts of erasures that were over more than so many days ago; how many."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep, before=before))
