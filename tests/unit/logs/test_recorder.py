"""The writer of the run log: batches, bounds, and what happens when it cannot write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from structlog.testing import capture_logs

from linkwright.logs.bodies import Bodies
from linkwright.logs.recorder import RunRecorder
from linkwright.store.errors import DatabaseUnavailable
from tests.unit.logs.test_rows import call, run

pytestmark = pytest.mark.anyio


class Database:
    """Takes rows; refuses those that a test calls bad, or all of them."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.ids: list[str] = []
        self.bad: set[str] = set()
        self.error: Exception | None = None
        self.hold: asyncio.Event | None = None
        self.dialect = sqlite.dialect()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        if self.error:
            raise self.error
        if self.hold:
            await self.hold.wait()
        yield self

    async def exec_driver_sql(self, _statement: str, rows: list[tuple[Any, ...]]) -> None:
        if self.bad & {row[0] for row in rows}:
            raise sa.exc.IntegrityError("insert", {}, Exception("foreign key"))
        self.batches.append(len(rows))
        self.ids += [row[0] for row in rows]


def recorder_on(database: Database, **options: Any) -> RunRecorder:
    anything: Any = database
    return RunRecorder(anything, **options)


async def test_runs_are_written_together() -> None:
    database = Database()
    recorder = recorder_on(database)
    for n in range(30):
        recorder.put(run(id=f"run_{n}"))
    assert (recorder.waiting, database.batches) == (30, [])
    await recorder.flush()
    assert (recorder.waiting, database.batches, recorder.written) == (0, [30], 30)


async def test_a_run_is_written_by_itself_after_a_moment_and_a_hundred_at_once() -> None:
    database = Database()
    recorder = recorder_on(database, wait=0.001)
    await recorder.start()
    recorder.put(run())
    async with asyncio.timeout(5):
        while not recorder.written:
            await asyncio.sleep(0)
    slow = recorder_on(database, wait=60.0)
    await slow.start()
    for n in range(100):
        slow.put(run(id=f"many_{n}"))
    async with asyncio.timeout(5):
        while slow.written < 100:
            await asyncio.sleep(0)
    await recorder.close()
    await slow.close()
    assert database.batches == [1, 100]


async def test_what_comes_while_a_batch_is_written_waits_for_others_and_is_written_after_a_moment() -> None:
    class Busy(Database):
        """Two more runs end whenever something is written."""

        calls = 0

        async def exec_driver_sql(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
            await super().exec_driver_sql(statement, rows)
            if self.calls < 10:
                self.calls += 1
                for n in range(2):
                    recorder.put(run(id=f"during_{self.calls}_{n}"))

    database = Busy()
    recorder = recorder_on(database, wait=0.001)
    for n in range(30):
        recorder.put(run(id=f"run_{n}"))
    await recorder.flush()
    assert (recorder.waiting, database.batches) == (2, [30])
    await recorder.start()
    # Nothing new has to come for those that were left.
    async with asyncio.timeout(5):
        while recorder.written < 50:
            await asyncio.sleep(0)
    await recorder.close()
    assert database.batches == [30, *[2] * 10]


async def test_a_hundred_that_come_while_a_batch_is_written_are_the_next_at_once() -> None:
    class Flooded(Database):
        """Many more runs end while the first are written."""

        async def exec_driver_sql(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
            await super().exec_driver_sql(statement, rows)
            if len(self.batches) == 1:
                for n in range(120):
                    recorder.put(run(id=f"during_{n}"))

    database = Flooded()
    recorder = recorder_on(database, wait=60.0)
    recorder.put(run())
    await recorder.flush()
    await recorder.start()
    async with asyncio.timeout(5):
        while recorder.written < 121:
            await asyncio.sleep(0)
    await recorder.close()
    assert database.batches == [1, 120]


async def test_a_full_queue_drops_counts_and_tells() -> None:
    database = Database()
    recorder = recorder_on(database, bound=5)
    for n in range(8):
        recorder.put(run(id=f"run_{n}"))
    with capture_logs() as logs:
        await recorder.flush()
        await recorder.flush()
    assert (recorder.dropped, recorder.written, recorder.lost) == (3, 5, 3)
    assert [(entry["event"], entry["count"]) for entry in logs] == [("runs_dropped", 3)]


async def test_closing_writes_what_waits() -> None:
    database = Database()
    recorder = recorder_on(database, wait=60.0)
    await recorder.start()
    recorder.put(run())
    await recorder.close()
    assert database.ids == ["run_1"]


async def test_closing_in_the_middle_of_a_batch_loses_nothing_and_writes_nothing_twice() -> None:
    database = Database()
    database.hold = asyncio.Event()
    recorder = recorder_on(database, wait=0.0)
    await recorder.start()
    recorder.put(run(id="run_a"))
    async with asyncio.timeout(5):
        while recorder.waiting:
            await asyncio.sleep(0)
    recorder.put(run(id="run_b"))
    closing = asyncio.ensure_future(recorder.close())
    await asyncio.sleep(0)
    database.hold.set()
    await closing
    assert database.ids == ["run_a", "run_b"]


async def test_one_row_that_is_refused_does_not_take_the_others_with_it() -> None:
    database = Database()
    database.bad = {"run_3"}
    recorder = recorder_on(database)
    for n in range(8):
        recorder.put(run(id=f"run_{n}"))
    with capture_logs() as logs:
        await recorder.flush()
    assert sorted(database.ids) == [f"run_{n}" for n in range(8) if n != 3]
    assert (recorder.failed, recorder.written) == (1, 7)
    assert [entry["event"] for entry in logs] == ["runs_not_written"]


async def test_one_run_that_cannot_be_read_does_not_take_the_others_with_it() -> None:
    database = Database()
    recorder = recorder_on(database)
    recorder.put(run(id="run_odd", stages=None))
    recorder.put(run())
    with capture_logs():
        await recorder.flush()
    assert (database.ids, recorder.failed) == (["run_1"], 1)


async def test_a_database_that_is_away_disturbs_nobody_and_is_counted() -> None:
    database = Database()
    database.error = DatabaseUnavailable()
    recorder = recorder_on(database)
    recorder.put(run())
    with capture_logs() as logs:
        await recorder.flush()
    assert (recorder.failed, logs[0]["count"]) == (1, 1)
    database.error = None
    recorder.put(run(id="run_2"))
    await recorder.flush()
    assert database.ids == ["run_2"]


async def test_a_fault_of_a_moment_loses_nothing() -> None:
    class Shaky(Database):
        """Away for the first transaction."""

        @asynccontextmanager
        async def write(self) -> AsyncIterator[Any]:
            error, self.error = self.error, None
            if error:
                raise error
            yield self

    database = Shaky()
    database.error = DatabaseUnavailable()
    recorder = recorder_on(database)
    for n in range(30):
        recorder.put(run(id=f"run_{n}"))
    await recorder.flush()
    assert (database.batches, recorder.written, recorder.failed) == ([30], 30, 0)


class Loaded(Database):
    """While it writes, so many runs end, as under full load."""

    def __init__(self, *coming: int) -> None:
        super().__init__()
        self.recorder = recorder_on(self)
        self._coming = list(coming)

    async def exec_driver_sql(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        await super().exec_driver_sql(statement, rows)
        for n in range(self._coming.pop(0) if self._coming else 0):
            self.recorder.put(run(id=f"during_{len(self.batches)}_{n}"))


async def test_a_batch_has_twice_what_came_during_the_one_before_so_that_the_log_keeps_up() -> None:
    database = Loaded(300, 300, 50, 2_500)
    for n in range(1_500):
        database.recorder.put(run(id=f"run_{n}"))
    while database.recorder.waiting:
        await database.recorder.flush()
    assert database.batches == [200, 600, 600, 100, 3150]
    assert database.recorder.written == 1_500 + 3_150


async def test_what_has_piled_up_while_nothing_comes_is_written_in_small_steps() -> None:
    database = Loaded()
    for n in range(1_000):
        database.recorder.put(run(id=f"run_{n}"))
    await database.recorder.flush()
    assert database.batches == [200] * 5


@pytest.mark.parametrize(("keeps", "kept"), [("none", ""), ("failures", ""), ("all", "the answer")])
async def test_what_could_hold_a_secret_does_not_wait_to_be_written(keeps: Any, kept: str) -> None:
    anything: Any = None
    recorder = recorder_on(Database(), bodies=Bodies(anything, keeps))
    one = call(excerpt="")
    one.answered = lambda: "the answer"
    recorder.put(run(calls=[one]))
    assert (one.answered, one.response_excerpt) == (None, kept)
