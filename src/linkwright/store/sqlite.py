"""How SQLite is opened and driven from the event loop.

Each switch between the event loop's thread and a worker thread costs little while the loop is idle. While it is busy the worker must
win the interpreter's lock anew after every step of a statement, and waits for it most of the time: a transaction of five
statements took 0.7 s beside a loop that was nine tenths busy, all of it holding the one write lock. So the statements of a
short write transaction, microseconds each, run in the loop, and only what may wait for the disk or for another process
runs in the connection's thread: beginning, committing, rolling back. The same transaction then takes 7 ms. Reading
transactions and long writing ones stay in the thread whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote

import aiosqlite
import sqlalchemy as sa
from aiosqlite.core import _STOP_RUNNING_SENTINEL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_TIMEOUT_MS = 10_000
_ROWS_AT_ONCE = 64
# Writers wait while the log is emptied, so readers that stay are not waited for as long.
_LOG_TIMEOUT_MS = 2_000


class LoopConnection(aiosqlite.Connection):
    """A connection that runs what is quick in the caller's thread.

    Attributes:
        short: the transaction under way is a short one that writes.
    """

    short = False

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # The one place through which aiosqlite sends work to its thread.
        if self._connection is not None and self._running and self._is_quick(fn):
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Roll back what is under way, and close.

        SQLite keeps a connection that is closed while a statement of it is still held somewhere, such as by the traceback of
        a cancelled call, and with it the write lock: nobody could write any more.
        """
        connection = self._connection
        if connection is None or not self._running:
            return
        try:
            await self._execute(_let_go, connection)
        finally:
            self._connection = None
            self.stop()

    def stop(self) -> None:
        """The same without waiting for it, so that the thread has nobody to tell: the loop may be closed by then."""
        self._running = False
        connection, self._connection = self._connection, None
        self._tx.put_nowait((None, partial(_ended, connection)))

    def _is_quick(self, fn: Callable[..., Any]) -> bool:
        name = getattr(fn, "__name__", "")
        if isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
            return name == "close" or (self.short and self._conn.in_transaction)
        # Making a cursor touches nothing; committing and closing wait for the disk.
        return name == "cursor"


def _let_go(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.rollback()
    connection.close()


def _ended(connection: sqlite3.Connection | None) -> Any:
    if connection is not None:
        with suppress(sqlite3.Error):
            _let_go(connection)
    return _STOP_RUNNING_SENTINEL


def sqlite_engine(path: str) -> AsyncEngine:
    """An engine on a file; `linkwright_write` among the execution options of a connection says what it begins."""

    async def connect() -> aiosqlite.Connection:
        connection = LoopConnection(lambda: sqlite3.connect(path, check_same_thread=False), _ROWS_AT_ONCE)
        connection._thread.daemon = True  # noqa: SLF001 as SQLAlchemy does for connections that it makes itself
        return await connection

    engine = create_async_engine(
        "sqlite+aiosqlite://",
        async_creator=connect,
        pool_size=4,
        max_overflow=4,
        # What one connection writes is no longer true in the page caches of the others: the one used last is the warm one.
        pool_use_lifo=True,
        poolclass=sa.pool.AsyncAdaptedQueuePool,
    )
    sa.event.listen(engine.sync_engine, "connect", _prepare)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # pysqlite must not begin transactions by itself: `_begin` says which kind is wanted.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        # A credential that was acknowledged must survive a power cut.
        "synchronous=FULL",
        # What is deleted is overwritten, or it would lie in free pages until they are used again. Debian's SQLite does so anyway.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("linkwright_write", True)
    driver = connection.connection.driver_connection
    assert isinstance(driver, LoopConnection)  # `sqlite_engine` makes no other
    # Until it has begun nothing of it may run in the loop: another process may hold the write lock.
    driver.short = False
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
    driver.short = write


def beside_the_loop(connection: sa.Connection | None) -> None:
    """Run the rest of a transaction in the connection's thread; one of another database is left as it is."""
    driver = connection.connection.driver_connection if connection is not None else None
    if isinstance(driver, LoopConnection):
        driver.short = False


def empty_log(path: str) -> bool:
    """Bring everything into the file itself and empty the write-ahead log, which holds rows as they were; whether nobody read meanwhile."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout={_LOG_TIMEOUT_MS}")
        connection.execute("PRAGMA secure_delete=ON")
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()


def sqlite_reader(path: str) -> sqlite3.Connection:
    """A connection for quick point reads inside the event loop; it cannot write."""
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    return connection
