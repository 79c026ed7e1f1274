"""Forgets approvals that have been over for long."""

from __future__ import annotations

from datetime import timedelta

from linkwright.approvals import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database


async def sweep_approvals(database: Database, clock: Clock, days: int) -> int:
    """Delete the approvals whose time was over more than so many days ago; the count of those deleted."""
    async with database.write() as tx:
        return await repository.sweep(tx, clock.now() - timedelta(days=days))
