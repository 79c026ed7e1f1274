"""Forgets approvals that have been over for long."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.approvals import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_approvals(database: Database, clock: Clock, days: int) -> int:
    """Delete the approvals whose time was over more than so many days ago; the count of those deleted."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep, before=before))
