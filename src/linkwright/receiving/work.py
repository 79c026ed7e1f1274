"""Forgets which deliveries were seen."""

from __future__ import annotations

from datetime import timedelta

from linkwright.kit.clock import Clock
from linkwright.receiving import repository
from linkwright.store.database import Database

KEPT = timedelta(days=3)
"""How long a delivery is remembered: far longer than providers post one again."""


async def sweep_seen(database: Database, clock: Clock) -> int:
    """Forget what was seen more than three days ago; how many marks."""
    async with database.write() as tx:
        return await repository.sweep(tx, clock.now() - KEPT)
