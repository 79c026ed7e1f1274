"""The engine for SQLite and PostgreSQL, and the unit of work.

A request or a piece of work opens one `write()` or `read()`; services get the open transaction and never commit.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any
from weakref import WeakSet

import asyncpg
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from linkwright.store.errors import DatabaseUnavailable
from linkwright.store.sqlite import beside_the_loop, empty_log, sqlite_engine

_log = structlog.get_logger()
Tx = AsyncConnection
_marked: WeakSet[Tx] = WeakSet()
DUE_CHANNEL = "linkwright_due"
_SQLITE = "sqlite:///"
# What a driver raises when the server is away, refuses the sign-in, or cannot be asked as its address says.
_UNREACHABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Database:
    """One database, whichever it is.

    Attributes:
        dialect: `sqlite` or `postgresql`.
        native: the address a bare driver takes.
        commits: writing transactions that this process has committed.
    """

    def __init__(self, url: str) -> None:
        """Take an address `sqlite:///path` or `postgresql://…`; nothing is opened yet.

        Everything after `sqlite:///` is the path, whatever characters it has.

        Raises:
            ValueError: it is neither, or names no file.
        """
        scheme, _, rest = url.partition("://")
        self._watchers: list[Callable[[], None]] = []
        self.commits = 0
        # What this process announces itself, it need not hear.
        self.name = secrets.token_hex(8)
        # SQLite has one writer at a time, and whoever finds it busy sleeps and tries again; here they queue instead.
        self._writers = asyncio.Lock()
        self._writer: asyncio.Task[Any] | None = None
        # The address a bare driver takes: a file's path, or a plain postgresql:// DSN with all its options.
        if scheme.lower() in {"postgresql", "postgres"}:
            self.dialect, self.native = "postgresql", f"postgresql://{rest}"
            self.engine = _postgresql_engine(self.native)
        elif url.startswith(_SQLITE) and len(url) > len(_SQLITE):
            self.dialect, self.native = "sqlite", str(Path(url.removeprefix(_SQLITE)).absolute())
            self.engine = sqlite_engine(self.native)
        else:
            raise ValueError("a database is sqlite:///PATH or postgresql://…")

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that commits at the end, or rolls back if the block raises.

        On SQLite it takes the write lock at once, so that two writers queue instead of failing half way, and its
        statements run in the event loop; see `many_rows`.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        queue = self._one_writer() if self.dialect == "sqlite" else nullcontext()
        async with queue, self._connect(write=True) as connection, connection.begin():
            yield connection
            if connection in _marked and self.dialect == "postgresql":
                # In the transaction itself: PostgreSQL tells the other processes exactly if it is committed.
                await connection.execute(sa.select(sa.func.pg_notify(DUE_CHANNEL, self.name)))
        self.commits += 1
        if connection in _marked:
            self.wake()

    @asynccontextmanager
    async def _one_writer(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if self._writer is task and task is not None:
            # It would wait for itself for ever.
            raise RuntimeError("a write transaction within a write transaction")
        async with self._writers:
            self._writer = task
            try:
                yield
            finally:
                self._writer = None

    def on_due(self, call: Callable[[], None]) -> None:
        """Have `call` made whenever a transaction of this process that is marked by `mark_due` has been committed.

        On PostgreSQL those of other processes count too, while a `DueListener` runs.
        """
        self._watchers.append(call)

    def wake(self) -> None:
        """Make the calls that `on_due` was given."""
        for call in self._watchers:
            call()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A transaction for reading: one consistent picture.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        async with self._connect(write=False) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Tx]:
        """A transaction that sees one moment, however long it lasts; for backups."""
        async with self._connect(write=False) as connection:
            level = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
            held = await connection.execution_options(**level)
            async with held.begin():
                yield held

    async def forget_deleted(self) -> None:
        """Have what was deleted leave the files, as far as that is the hub's to do: on PostgreSQL vacuuming is the server's.

        Where others read all the while it is left to SQLite, which empties its log by and by.
        """
        if self.dialect == "sqlite" and not await asyncio.to_thread(empty_log, self.native):
            _log.info("database.log_not_emptied")

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _connect(self, *, write: bool) -> AsyncIterator[AsyncConnection]:
        try:
            connection = await self.engine.connect()
        except (*_UNREACHABLE, sa.exc.DBAPIError) as error:
            raise DatabaseUnavailable(f"The database cannot be reached ({_word(error)}).") from error
        try:
            yield await connection.execution_options(linkwright_write=write)
        except sa.exc.DBAPIError as error:
            if isinstance(error, sa.exc.OperationalError) or error.connection_invalidated:
                # The disk is full, the file is locked or cannot be written, the server went away: no fault of the call.
                raise DatabaseUnavailable(f"The database does not answer as it should ({_word(error)}).") from error
            raise
        finally:
            await connection.close()


def mark_due(tx: Tx) -> None:
    """Say that this transaction wrote rows that fall due: once it is committed, who works on them is woken."""
    _marked.add(tx)


def many_rows(tx: Tx) -> None:
    """Say that what follows in this transaction may touch more than a few hundred rows: it must not run in the event loop."""
    beside_the_loop(tx.sync_connection)


def _word(error: Exception) -> str:
    # Of SQLite the words ("database or disk is full"), which hold no values; of PostgreSQL the class.
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig is not None else error
    return str(cause) if isinstance(cause, sqlite3.Error) else type(cause).__name__


def _postgresql_engine(dsn: str) -> AsyncEngine:
    async def connect() -> asyncpg.Connection:
        # asyncpg reads the whole address itself; SQLAlchemy's own reading knows no sslmode and no list of hosts.
        return await asyncpg.connect(dsn)

    return create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, pool_size=8, max_overflow=8, pool_pre_ping=True
    )
