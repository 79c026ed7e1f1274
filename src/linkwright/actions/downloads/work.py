"""What falls due: addresses whose time is over are forgotten."""

from __future__ import annotations

from functools import partial

from linkwright.actions.downloads import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out


async def sweep_downloads(database: Database, clock: Clock) -> int:
    """Forget them; how many."""
    return await sweep_out(database, partial(repository.sweep, now=clock.now()))
