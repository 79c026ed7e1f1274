"""What falls due: what agents said of tools is forgotten some day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.actions import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_feedback(database: Database, clock: Clock, days: int) -> int:
    """Delete feedback that is older than so many days; how many pieces."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep_feedback, before=before))
