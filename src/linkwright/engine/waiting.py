"""Waiting for a turn: the line before a limit, first come, first served."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from linkwright.engine.windows import Limit
from linkwright.kit.clock import Clock

Sleep = Callable[[float], Awaitable[Any]]


class TooLong(Exception):
    """The turn would come after the call's deadline; `free` is when, on the monotonic clock."""

    def __init__(self, line: Line, free: float) -> None:
        super().__init__()
        self.line, self.free = line, free


class Line:
    """Those who wait for one limit, in the order in which they came."""

    def __init__(self, limit: Limit, key: str) -> None:
        self.limit, self.key = limit, key
        self._waiting: deque[asyncio.Event] = deque()
        self._inside = 0

    @property
    def busy(self) -> bool:
        """Whether a call waits or is under way."""
        return bool(self._waiting) or self._inside > 0

    async def enter(self, clock: Clock, ends: float, sleep: Sleep) -> None:
        """Wait for a turn and take it; raises TooLong at once if it would come after `ends`, on the monotonic clock."""
        if self._waiting or self.limit.free_at(now := clock.monotonic(), 0) > now:
            await self._wait(clock, ends, sleep)
        self.limit.take()
        self._inside += 1

    def settle(self, now: float) -> None:
        """A call that entered was answered."""
        self._inside -= 1
        self.limit.settle(now)

    def give_back(self) -> None:
        """A call that entered was not sent."""
        self._inside -= 1
        self.limit.give_back()
        self.look_again()

    def look_again(self) -> None:
        """Have all who wait see anew when their turn comes."""
        for place in self._waiting:
            place.set()

    async def _wait(self, clock: Clock, ends: float, sleep: Sleep) -> None:
        place = asyncio.Event()
        self._waiting.append(place)
        try:
            while True:
                now, ahead = clock.monotonic(), self._waiting.index(place)
                free = self.limit.free_at(now, ahead)
                if free > ends:
                    raise TooLong(self, free)
                if ahead == 0 and free <= now:
                    return
                place.clear()
                # Only the first goes by time; the others are called when they have become the first.
                await _either(place, sleep((ends if ahead else free) - now))
        finally:
            self._waiting.remove(place)
            self.look_again()


async def _either(called: asyncio.Event, nap: Awaitable[Any]) -> None:
    """Until one of the two is over; the other is ended."""
    both = [asyncio.ensure_future(called.wait()), asyncio.ensure_future(nap)]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in both:
            one.cancel()
