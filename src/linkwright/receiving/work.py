"""Forgets which deliveries were seen."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.kit.clock import Clock
from linkwright.receiving import repository
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out

KEPT = timedelta(days=3)
"""How long a delivery is remembered: far longer than providers post one again."""


async def sweep_seen(database: Database, clock: Clock) -> int:
    """Forget what was seen more than three days ago; how many marks."""
    return await sweep_out(database, partial(repository.sweep, before=clock.now() - KEPT))
