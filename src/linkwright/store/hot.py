"""Quick point reads for the hot path: a bounded cache of rows over the bare driver, told of every change.

SQLite: reads happen in the event loop (3 microseconds each). `PRAGMA data_version` tells whether any other connection, of
this process or another, has written; if so, the counter that triggers keep says whether it was a row that we cache.
PostgreSQL: triggers NOTIFY a channel that one connection listens on; beside it nothing is kept for over a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import asyncpg

from linkwright.store.database import Database
from linkwright.store.errors import DatabaseUnavailable
from linkwright.store.sqlite import sqlite_reader
from linkwright.store.triggers import CHANNEL

Row = tuple[Any, ...]
_BOUND = 20_000
_MOST_SECONDS = 1.0
_LINES = 8
# SQLite is asked once in so many seconds, and after each change of this process at once. Another process of an SQLite hub is a
# command, which takes far longer to end and tell of its change.
_ONE_LOOK = 0.001
# What the trigger of data keys says; the others say nothing.
_KEYS = "keys"
_AWAY = (
    OSError,
    asyncpg.InterfaceError,
    # A line whose end asyncpg has not noticed yet.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)


class HotRows(Protocol):
    """Reads rows by a fixed SELECT with `?` marks and caches what it built from them."""

    def peek(self, key: object) -> Any:
        """What `get` built for this key, if it is still true; else None. Never waits."""
        ...

    async def get(self, key: object, sql: str, args: Row, build: Callable[[list[Row]], Any]) -> Any:
        """Read all rows, build a value of them, keep it under `key` until a row changes. None is not kept."""
        ...

    async def read(self, sql: str, args: Row) -> list[Row]:
        """Read rows that are not worth keeping, such as large ones."""
        ...

    def on_keys(self, call: Callable[[], None]) -> None:
        """Have `call` made when a data key was destroyed (on SQLite: when any cached row changed), here or elsewhere."""
        ...

    async def start(self) -> None:
        """Open the connection."""
        ...

    async def close(self) -> None:
        """Give everything back."""
        ...


def open_hot_rows(database: Database) -> HotRows:
    """The reader that fits the database."""
    return PostgresRows(database.native) if database.dialect == "postgresql" else SqliteRows(database)


class SqliteRows:
    """In-loop reads of an SQLite file."""

    def __init__(self, database: Database) -> None:
        """Nothing is opened until `start`."""
        self._database = database
        self._asked = (-1, 0.0)
        self._kept: dict[object, Any] = {}
        self._seen: tuple[int, int] = (-1, -1)
        self._watchers: list[Callable[[], None]] = []

    def on_keys(self, call: Callable[[], None]) -> None:
        """SQLite's counter does not say which row it was."""
        self._watchers.append(call)

    async def start(self) -> None:
        """Open the file read-only."""
        self._connection = sqlite_reader(self._database.native)
        self._version = self._connection.cursor()

    async def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def peek(self, key: object) -> Any:
        """The kept value, after asking SQLite whether anything was written since."""
        commits, asked = self._asked
        if commits == self._database.commits and time.monotonic() - asked < _ONE_LOOK:
            return self._kept.get(key)
        self._asked = (self._database.commits, time.monotonic())
        data_version = self._version.execute("PRAGMA data_version").fetchone()[0]
        if data_version != self._seen[0]:
            hot = self._version.execute("SELECT value FROM counters WHERE name = 'hot'").fetchone()[0]
            if hot != self._seen[1]:
                self._kept.clear()
                for call in self._watchers:
                    call()
            self._seen = (data_version, hot)
        return self._kept.get(key)

    async def get(self, key: object, sql: str, args: Row, build: Callable[[list[Row]], Any]) -> Any:
        """Read, build, keep."""
        found = self.peek(key)
        if found is not None:
            return found
        value = build(await self.read(sql, args))
        if value is not None:
            _bound(self._kept)
            self._kept[key] = value
        return value

    async def read(self, sql: str, args: Row) -> list[Row]:
        """Read."""
        return self._connection.execute(sql, args).fetchall()


class PostgresRows:
    """Pooled reads of PostgreSQL; kept rows are dropped on NOTIFY, and after one second in any case."""

    def __init__(self, dsn: str) -> None:
        """Nothing is opened until `start`."""
        self._dsn = dsn
        self._kept: dict[object, tuple[float, Any]] = {}
        self._generation = 0
        self._listener: asyncpg.Connection | None = None
        self._watch: asyncio.Task[None] | None = None
        self._watchers: list[Callable[[], None]] = []

    def on_keys(self, call: Callable[[], None]) -> None:
        """Called also when the line was lost for a while."""
        self._watchers.append(call)

    async def start(self) -> None:
        """Open the pool and listen."""
        self._pool = await asyncpg.create_pool(self._dsn, min_size=1, max_size=_LINES)
        await self._listen()
        self._watch = asyncio.create_task(self._keep_listening())

    async def close(self) -> None:
        """Stop listening and close the pool."""
        if self._watch:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._listener:
            await self._listener.close()
        await self._pool.close()

    def peek(self, key: object) -> Any:
        """The kept value, while we can hear of changes and it is younger than a second."""
        kept = self._kept.get(key)
        if kept is None or self._listener is None or self._listener.is_closed():
            return None
        return kept[1] if time.monotonic() - kept[0] < _MOST_SECONDS else None

    async def get(self, key: object, sql: str, args: Row, build: Callable[[list[Row]], Any]) -> Any:
        """Read, build, keep."""
        found = self.peek(key)
        if found is not None:
            return found
        # A change announced while we read must not be overwritten by what we read before it.
        generation, began = self._generation, time.monotonic()
        value = build(await self.read(sql, args))
        if value is not None and generation == self._generation:
            _bound(self._kept)
            self._kept[key] = (began, value)
        return value

    async def read(self, sql: str, args: Row) -> list[Row]:
        """Read."""
        # Lines that were idle while the server went away and came back are found broken only when they are used.
        for last in (False,) * _LINES + (True,):
            try:
                return [tuple(row) for row in await self._pool.fetch(_numbered(sql), *args)]
            except _AWAY as error:
                if last:
                    raise DatabaseUnavailable(f"The database cannot be reached ({type(error).__name__}).") from error
        raise AssertionError("the last try returns or raises")

    def _changed(self, *told: object) -> None:
        self._generation += 1
        self._kept.clear()
        if not told or told[-1] == _KEYS:
            for call in self._watchers:
                call()

    async def _listen(self) -> None:
        self._listener = await asyncpg.connect(self._dsn)
        await self._listener.add_listener(CHANNEL, self._changed)
        self._changed()

    async def _keep_listening(self) -> None:
        while True:
            await asyncio.sleep(_MOST_SECONDS)
            if self._listener is None or self._listener.is_closed():
                # Without a listener nothing is served from memory; each call reads until this succeeds.
                with suppress(OSError, asyncpg.PostgresError):
                    await self._listen()


def _bound(kept: dict[Any, Any]) -> None:
    if len(kept) >= _BOUND:
        kept.clear()


def _numbered(sql: str) -> str:
    parts = sql.split("?")
    return "".join(part + (f"${n}" if n < len(parts) else "") for n, part in enumerate(parts, 1))
