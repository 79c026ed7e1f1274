"""What falls due: addresses whose time is over are forgotten."""

from __future__ import annotations

from linkwright.actions.downloads import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database

_AT_ONCE = 500
_MOST_ROUNDS = 1_000


async def sweep_downloads(database: Database, clock: Clock) -> int:
    """Forget them; how many."""
    forgotten = 0
    for _ in range(_MOST_ROUNDS):
        async with database.write() as tx:
            count = await repository.sweep(tx, clock.now(), _AT_ONCE)
        forgotten += count
        if count < _AT_ONCE:
            break
    return forgotten
