"""The engine for SQLite and PostgreSQL, and the unit of work.

A request or a piece of work opens one `write()` or `read()`; services get the open transaction and never commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from linkwright.store.errors import DatabaseUnavailable

Tx = AsyncConnection
_BUSY_TIMEOUT_MS = 10_000


class Database:
    """One database, whichever it is."""

    def __init__(self, url: str) -> None:
        """Take an address `sqlite:///path` or `postgresql://…`; nothing is opened yet."""
        parsed = make_url(url)
        self.dialect = "postgresql" if parsed.get_backend_name() in {"postgresql", "postgres"} else "sqlite"
        driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}[self.dialect]
        self.url = parsed.set(drivername=driver)
        # The address a bare driver takes: a file's path, or a plain postgresql:// DSN.
        self.native = (
            str(parsed.database)
            if self.dialect == "sqlite"
            else parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        )
        self.engine = _make_engine(self.url, self.dialect)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that commits at the end, or rolls back if the block raises.

        On SQLite it takes the write lock at once, so that two writers queue instead of failing half way.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        async with self._connect(write=True) as connection, connection.begin():
            yield connection

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

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _connect(self, *, write: bool) -> AsyncIterator[AsyncConnection]:
        try:
            connection = await self.engine.connect()
        except (OSError, sa.exc.DBAPIError) as error:
            raise DatabaseUnavailable(f"The database cannot be reached ({type(error).__name__}).") from error
        try:
            yield await connection.execution_options(linkwright_write=write)
        finally:
            await connection.close()


def _make_engine(url: sa.URL, dialect: str) -> AsyncEngine:
    if dialect == "postgresql":
        return create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    engine = create_async_engine(url, pool_size=4, max_overflow=4, poolclass=sa.pool.AsyncAdaptedQueuePool)
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # pysqlite must not begin transactions by itself: `_begin_sqlite` says which kind is wanted.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        # A credential that was acknowledged must survive a power cut.
        "synchronous=FULL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("linkwright_write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def sqlite_reader(path: str) -> sqlite3.Connection:
    """A connection for quick point reads inside the event loop; it cannot write."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    return connection
