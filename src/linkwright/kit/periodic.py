"""Work that comes round again: one task, one pause, errors logged and survived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

_log = structlog.get_logger()


class Periodic:
    """Runs `work` every `seconds` until closed, and at once whenever `due` is set.

    `last` says whether it is done once more at the end, `first` after how many seconds it is done first, if not `seconds`.
    """

    def __init__(
        self,
        name: str,
        seconds: float,
        work: Callable[[], Awaitable[object]],
        *,
        due: asyncio.Event | None = None,
        last: bool = True,
        first: float | None = None,
    ) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._due = due or asyncio.Event()
        self._last = last
        self._first = seconds if first is None else first
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, first run after one pause."""
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def close(self) -> None:
        """Stop; work that notes things is done one last time, so that nothing noted is lost."""
        if self._task is None:
            return
        self._task.cancel()
        # Whoever closes may be cancelled too, which is theirs to know.
        await asyncio.wait({self._task})
        self._task = None
        if self._last:
            await self._once()

    async def _run(self) -> None:
        pause = self._first
        while True:
            # Not `wait_for`: Python 3.11's loses a cancellation that comes just when the wait is over, and who closes would wait for ever.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._due.wait()
            pause = self._seconds
            # Cleared before the work: what becomes due meanwhile is for the next turn.
            self._due.clear()
            await self._once()

    async def _once(self) -> None:
        try:
            await self._work()
        except Exception:  # the clockwork must outlive one bad turn
            _log.exception("periodic work failed", work=self._name)
