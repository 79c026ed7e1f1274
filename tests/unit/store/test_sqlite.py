"""Which thread runs what of a transaction on SQLite."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from linkwright.store.database import Database, Tx, many_rows
from linkwright.store.errors import DatabaseUnavailable

pytestmark = pytest.mark.anyio
_THREAD = sa.text("SELECT thread()")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A file with one table, whose connections can say what thread they run in."""
    found = Database(f"sqlite:///{tmp_path / 'some.db'}")
    sa.event.listen(found.engine.sync_engine, "connect", _name_threads)
    async with found.write() as tx:
        await tx.execute(sa.text("CREATE TABLE notes (text TEXT UNIQUE)"))
    yield found
    await found.close()


def _name_threads(connection: object, _record: object) -> None:
    connection.create_function("thread", 0, threading.get_ident)  # type: ignore[attr-defined]


async def _thread(tx: Tx) -> int:
    return int((await tx.execute(_THREAD)).scalar_one())


async def test_a_write_runs_in_the_event_loop_and_many_rows_beside_it(database: Database) -> None:
    async with database.write() as tx:
        assert await _thread(tx) == threading.get_ident()
        many_rows(tx)
        assert await _thread(tx) != threading.get_ident()
    async with database.write() as tx:
        assert await _thread(tx) == threading.get_ident(), (
            "the next transaction of that connection is a short one again"
        )


async def test_a_read_runs_beside_the_event_loop_also_after_a_write(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(sa.text("INSERT INTO notes VALUES ('a')"))
    async with database.read() as tx:
        assert await _thread(tx) != threading.get_ident()


async def test_committing_and_waiting_for_another_writer_leave_the_loop_free(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "some.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran: list[str] = []

    async def write() -> None:
        async with database.write() as tx:
            ran.append("begun")
            await tx.execute(sa.text("INSERT INTO notes VALUES ('b')"))

    task = asyncio.create_task(write())
    for _ in range(100):
        # The loop turns while the other one holds the lock.
        await asyncio.sleep(0)
    assert ran == []
    other.execute("COMMIT")
    await task
    assert other.execute("SELECT text FROM notes").fetchall() == [("b",)]
    other.close()


async def test_a_transaction_that_fails_leaves_nothing_and_the_connection_can_be_used(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        async with database.write() as tx:
            await tx.execute(sa.text("INSERT INTO notes VALUES ('c')"))
            await tx.execute(sa.text("INSERT INTO notes VALUES ('c')"))
    async with database.write() as tx:
        assert (await tx.execute(sa.text("SELECT count(*) FROM notes"))).scalar_one() == 0


async def test_a_write_that_is_cancelled_half_way_leaves_nothing(database: Database) -> None:
    begun, forever = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.write() as tx:
            await tx.execute(sa.text("INSERT INTO notes VALUES ('d')"))
            begun.set()
            await forever.wait()

    task = asyncio.create_task(write())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as tx:
        assert (await tx.execute(sa.text("SELECT count(*) FROM notes"))).scalar_one() == 0


async def test_a_file_that_cannot_be_opened_is_a_database_that_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="unable to open"):
        async with Database(f"sqlite:///{tmp_path}/no/such/folder/some.db").write():
            pass


async def test_a_write_that_is_cancelled_in_the_middle_of_a_long_statement_holds_nobody_up(database: Database) -> None:
    """Whoever keeps what was raised keeps the statement, and with it the lock of a connection that was only closed."""
    long = sa.text(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) SELECT sum(x) FROM c"
    )
    begun = asyncio.Event()

    async def write() -> None:
        async with database.write() as tx:
            await tx.execute(sa.text("INSERT INTO notes VALUES ('e')"))
            many_rows(tx)
            begun.set()
            await tx.execute(long)

    task = asyncio.create_task(write())
    await begun.wait()
    await asyncio.sleep(0)
    task.cancel()
    (raised,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(raised, asyncio.CancelledError)
    async with database.write() as tx:
        assert (await tx.execute(sa.text("SELECT count(*) FROM notes"))).scalar_one() == 0
