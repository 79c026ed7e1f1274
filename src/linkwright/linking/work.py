"""What falls due: connect sessions that have been over for long are deleted, with their attempts."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.kit.clock import Clock
from linkwright.linking import repository
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_sessions(database: Database, clock: Clock, days: int) -> int:
    """Delete the connect sessions that ended more than so many days ago; the count of those deleted."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep, before=before))
