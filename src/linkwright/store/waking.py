"""Hears of rows that fall due in other processes, so that nobody has to look again and again."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import asyncpg

from linkwright.store.database import DUE_CHANNEL, Database

_SECONDS = 1.0


class DueListener:
    """Wakes this process when another one has committed a transaction marked by `mark_due`: one line to PostgreSQL.

    On SQLite there is no other process, and it does nothing. A line that broke is opened anew; meanwhile, and for whoever
    cannot have one, work that is due is found by looking once a second.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._line: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        if self._database.dialect == "postgresql":
            self._task = asyncio.create_task(self._keep_listening(), name="due-listener")

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._line is not None:
            self._line.terminate()
            self._line = None

    async def _keep_listening(self) -> None:
        while True:
            if self._line is None or self._line.is_closed():
                with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    self._line = await asyncpg.connect(self._database.native)
                    await self._line.add_listener(DUE_CHANNEL, self._heard)
                    # What was committed while nobody listened.
                    self._database.wake()
            await asyncio.sleep(_SECONDS)

    def _heard(self, _line: object, _pid: int, _channel: str, sender: object) -> None:
        if sender != self._database.name:
            self._database.wake()
