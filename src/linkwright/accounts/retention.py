"""Receipts of deleted accounts are forgotten some day: they name the owner."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.accounts import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_receipts(database: Database, clock: Clock, days: int) -> int:
    """Delete the receipts of accounts that were deleted more than so many days ago; how many."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep_receipts, before=before))
