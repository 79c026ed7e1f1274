"""Deletes what is over, however much there is of it, without standing in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Database, Tx, many_rows

FIRST = 500
"""Rows of the first transaction."""
LEAST, MOST = 50, 5_000
HOLDS = 0.05
"""Seconds that a transaction may hold the write lock: each next one is as large as fits."""
PAUSE = 0.005
"""Seconds between two transactions, in which other processes write."""
Batch = Callable[[Tx, int], Awaitable[int]]
"""Deletes at most so many rows, and says how many it deleted; 0 when there are none left."""


async def sweep_out(database: Database, batch: Batch) -> int:
    """Repeat `batch`, a transaction each, until nothing is left; how many rows it deleted.

    What comes in meanwhile is younger than what is swept, so this ends, with a backlog of millions too.
    """
    time = asyncio.get_running_loop().time
    deleted, size = 0, FIRST
    while True:
        async with database.write() as tx:
            many_rows(tx)
            began = time()
            count = await batch(tx, size)
        took = time() - began
        if count == 0:
            return deleted
        deleted += count
        if took > HOLDS:
            size = max(LEAST, size // 2)
        elif took < HOLDS / 4:
            size = min(MOST, size * 2)
        await asyncio.sleep(PAUSE)


def few(tx: Tx, keys: sa.Select[Any], most: int) -> sa.Select[Any]:
    """The keys of at most so many of the rows that are meant, for an `IN`; locked, and without those that others have locked."""
    limited = keys.limit(most).with_for_update(skip_locked=True)
    if tx.dialect.name != "postgresql":
        return limited
    # PostgreSQL may ask a subquery anew for each row, and each time finds others; what has a name is asked once.
    return sa.select(*limited.cte("few").c)
