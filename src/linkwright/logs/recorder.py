"""Takes runs from the hot path and writes them in batches: a bounded queue, one transaction for many rows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

import structlog

from linkwright.errors import LinkwrightError
from linkwright.logs import repository
from linkwright.logs.bodies import Bodies
from linkwright.logs.model import Run
from linkwright.logs.rows import Row, row_of
from linkwright.store.database import Database, Tx
from linkwright.store.faults import DatabaseFault, ValuesRefused

_log = structlog.get_logger()
_BATCH = 100
# So many are written in one step of the event loop, in which every call waits.
_AT_ONCE = 200
# Under full load each turn of the loop is as long as all calls make it, so that more runs come during the turns of a batch
# than it has. Then the next one has twice what came.
_MOST_AT_ONCE = 4_000
# Rows are made in so many turns, since that takes as long as to write them.
_TURNS = 5
_LEAST_A_TURN = 20
_WAIT = 0.05
"""Seconds that a run waits at most for others to be written with."""
Both = tuple[Row | None, Row | None]
"""The row of a run, and that of the record of the call."""


class Audit(Protocol):
    """Keeps a record of calls."""

    @property
    def lost(self) -> bool:
        """Whether the record is still to be told of some that were lost."""
        ...

    def of(self, run: Run) -> Row:
        """The row of a run's record; its second value is the project's chain."""
        ...

    def lose(self, project_id: str, count: int = 1) -> None:
        """Note that calls will have no record."""
        ...

    async def add(self, tx: Tx, rows: Sequence[Row]) -> None:
        """Write rows."""
        ...

    async def tell_lost(self, tx: Tx) -> None:
        """Write down what was lost so far."""
        ...


class RunRecorder:
    """The run log's writer.

    A run that finds the queue full is dropped; one that cannot be written is lost. Both are counted and logged, and
    neither ever disturbs a call.

    Attributes:
        dropped: runs that found the queue full.
        failed: runs that could not be written.
        written: runs that were.
    """

    def __init__(
        self,
        database: Database,
        *,
        bound: int = 10_000,
        wait: float = _WAIT,
        also: Callable[[Tx, Sequence[Row]], Awaitable[None]] | None = None,
        bodies: Bodies | None = None,
        audit: Audit | None = None,
    ) -> None:
        """Nothing runs until `start`; `bound` is the most runs that wait to be written.

        `also` is called with the rows in the transaction that writes them. Without `bodies` none are kept. `audit` keeps a
        record of each call, in the same transaction.
        """
        self._audit = audit
        self._database = database
        self._also = also
        self._bodies = bodies
        self._bound = bound
        self._wait = wait
        self._waiting: deque[Run] = deque()
        self._some = asyncio.Event()
        self._many = asyncio.Event()
        self._one_writer = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._told = 0
        self._at_once = _AT_ONCE
        self.dropped = 0
        self.failed = 0
        self.written = 0

    @property
    def waiting(self) -> int:
        """Runs that are not written yet."""
        return len(self._waiting)

    @property
    def lost(self) -> int:
        """Runs that the log does not hold: dropped or failed."""
        return self.dropped + self.failed

    def put(self, run: Run) -> None:
        """Hand over a run; never waits and never raises."""
        waiting = self._waiting
        full = len(waiting) >= self._bound
        wanted = not full and self._bodies is not None and self._bodies.wants(run)
        for call in run.calls:
            # Nothing that holds a secret waits here.
            try:
                call.keep(wanted)
            except Exception as error:
                _log.error("excerpt_not_made", run=run.id, error=type(error).__name__)
        if full:
            self.dropped += 1
            if self._audit is not None:
                self._audit.lose(run.project_id)
            return
        waiting.append(run)
        if len(waiting) == 1:
            self._some.set()
        elif len(waiting) == _BATCH:
            self._many.set()

    async def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._keep_writing(), name="run-log")

    async def close(self) -> None:
        """Write what waits, then stop."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        while self._waiting:
            await self.flush()
        await self.flush()

    async def flush(self) -> None:
        """Write everything that waits now, so that whoever reads next sees it."""
        # The lock also waits for a batch that another flush has taken out of the queue already.
        async with self._one_writer:
            # What comes while these are written waits for others again, or under a steady load each batch would hold two or three.
            left = len(self._waiting)
            while left:
                batch = [self._waiting.popleft() for _ in range(min(self._at_once, left))]
                left -= len(batch)
                before = len(self._waiting)
                # Stopping must not tear a batch: it is out of the queue, so nobody else would write it.
                await _to_the_end(self._write_runs(batch))
                came = len(self._waiting) - before
                self._at_once = min(_MOST_AT_ONCE, max(_AT_ONCE, 2 * came))
            if not self._waiting:
                self._some.clear()
            if len(self._waiting) < _BATCH:
                self._many.clear()
        await self._tell_lost()
        self._tell()

    async def _keep_writing(self) -> None:
        while True:
            await self._some.wait()
            # Not `wait_for`, which may lose a cancellation in Python 3.11.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._wait):
                    await self._many.wait()
            await self.flush()

    async def _write_runs(self, batch: Sequence[Run]) -> None:
        both: list[Both] = []
        bodies, audit = self._bodies, self._audit
        sealers = await bodies.sealers(batch) if bodies else {}
        turn = max(_LEAST_A_TURN, -(-len(batch) // _TURNS))
        for place, run in enumerate(batch):
            if place and place % turn == 0:
                await asyncio.sleep(0)
            record = None
            try:
                record = audit.of(run) if audit is not None else None
                both.append(
                    (row_of(run, sealers.get(run.project_id) if bodies and bodies.wants(run) else None), record)
                )
            except Exception as error:  # one odd run must not take the others with it
                self._lose(1, error)
                if record is not None:
                    # The record of a call does not depend on what the log can take of it.
                    both.append((None, record))
                elif audit is not None:
                    audit.lose(run.project_id)
        await self._write(both, again=True)

    async def _write(self, both: list[Both], *, again: bool = False) -> None:
        rows = [row for row, _ in both if row is not None]
        records = [record for _, record in both if record is not None]
        if not rows and not records:
            return
        audit = self._audit
        try:
            async with self._database.write() as tx:
                if rows:
                    await repository.add(tx, rows)
                    if self._also is not None:
                        await self._also(tx, rows)
                if audit is not None:
                    await audit.add(tx, records)
            self.written += len(rows)
        except ValuesRefused as error:
            # Often one row is to blame (its project was deleted meanwhile): halve until it stands alone.
            if len(both) == 1 or getattr(error, "connection_invalidated", False):
                self._lose(len(rows), error)
                await self._write_apart(records if rows else (), both)
                return
            middle = len(both) // 2
            await self._write(both[:middle])
            await self._write(both[middle:])
        except (LinkwrightError, DatabaseFault, OSError) as error:
            if again:
                # A line that was lost is another one now.
                await self._write(both)
                return
            self._lose(len(rows), error)
            self._lose_records(both)

    async def _write_apart(self, records: Sequence[Any], both: Sequence[Both]) -> None:
        """Write the record of a call whose row the log cannot take."""
        if self._audit is None:
            return
        try:
            async with self._database.write() as tx:
                await self._audit.add(tx, records)
            if not records:
                self._lose_records(both)
        except (LinkwrightError, DatabaseFault, OSError):
            self._lose_records(both)

    def _lose_records(self, both: Sequence[Both]) -> None:
        if self._audit is not None:
            for _, record in both:
                if record is not None:
                    self._audit.lose(record[1])

    async def _tell_lost(self) -> None:
        """Have the record say how many calls it does not hold."""
        if self._audit is None or not self._audit.lost:
            return
        with suppress(LinkwrightError, DatabaseFault, OSError):
            async with self._database.write() as tx:
                await self._audit.tell_lost(tx)

    def _lose(self, count: int, error: Exception) -> None:
        self.failed += count
        _log.error("runs_not_written", count=count, error=type(error).__name__, exc_info=error)

    def _tell(self) -> None:
        if self.dropped > self._told:
            _log.warning("runs_dropped", count=self.dropped - self._told, bound=self._bound)
            self._told = self.dropped


async def _to_the_end(work: Any) -> None:
    """Finish the work even if the waiting task is cancelled, and then be cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
