"""Counts the calls that run, lets the hub wait for them before it stops, and admits no new ones meanwhile."""

from __future__ import annotations

import asyncio

from linkwright.access.limits import AtOnce
from linkwright.errors import NotReady


class InFlight:
    """The gate that every call goes through."""

    def __init__(self, bounds: AtOnce | None = None) -> None:
        """`bounds`: how many calls may run at once; without it, any number."""
        self._bounds = bounds or AtOnce(0, 0)
        self._running = 0
        self._closing = False
        self._idle: asyncio.Event | None = None

    @property
    def running(self) -> int:
        """Calls that run now."""
        return self._running

    @property
    def closing(self) -> bool:
        """Whether new calls are refused."""
        return self._closing

    def enter(self, caller: str) -> None:
        """Count a call in; each needs its `leave`.

        Raises:
            NotReady: the hub is stopping.
            linkwright.access.errors.TooManyAtOnce: too many run already, of this caller or in all.
        """
        if self._closing:
            raise NotReady("The hub is stopping and takes no new calls.", headers={"Retry-After": "2"})
        self._bounds.enter(caller)
        self._running += 1

    def leave(self, caller: str) -> None:
        """Count a call out."""
        self._bounds.leave(caller)
        self._running -= 1
        if self._idle is not None and not self._running:
            self._idle.set()

    async def drain(self, seconds: float) -> int:
        """Refuse new calls, and wait for those that run, at most so many seconds; how many still run then."""
        self._closing = True
        if not self._running:
            return 0
        idle = self._idle = self._idle or asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                await idle.wait()
        except TimeoutError:
            return self._running
        return 0
