"""Databases with this version's tables, to be copied: migrating takes longer than most tests."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from linkwright.store.database import Database
from linkwright.store.migrate import migrate


async def migrated(url: str) -> None:
    """Make the tables there."""
    database = Database(url)
    await migrate(database)
    await database.close()


def apart(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: a test's event loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
