"""Kills the process at the n-th await of a renewal, without a hook in the code: tasks run through a coroutine that counts."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine, Generator
from typing import Any, ClassVar


class KillAt:
    """A task factory whose renewals end with SIGKILL.

    Modes: `before` kills when the n-th await begins to wait (what it waits for is on its way), `after` kills when it is over
    (what it waited for has happened, and nobody has looked at it yet).
    """

    MODES: ClassVar = ("before", "after")
    MOST = 120

    def __init__(self, number: int, mode: str) -> None:
        self.number = number
        self.mode = mode
        self.count = 0

    def factory(self, loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
        """Make a task; that of a renewal counts."""
        # A task has no name yet when it is made.
        name = getattr(coro, "__qualname__", "")
        return asyncio.Task(_Counting(coro, self) if name.startswith("Renewal.") else coro, loop=loop, **more)

    def waits(self) -> None:
        """An await begins to wait."""
        self.count += 1
        if self.mode == "before" and self.count == self.number:
            os.kill(os.getpid(), signal.SIGKILL)

    def goes_on(self) -> None:
        """An await is over."""
        if self.mode == "after" and self.count == self.number:
            os.kill(os.getpid(), signal.SIGKILL)


class _Counting(Coroutine[Any, Any, Any]):
    def __init__(self, inner: Coroutine[Any, Any, Any], kill: KillAt) -> None:
        self._inner = inner
        self._kill = kill

    def send(self, value: Any) -> Any:
        self._kill.goes_on()
        waited_for = self._inner.send(value)
        self._kill.waits()
        return waited_for

    def throw(self, *problem: Any) -> Any:
        self._kill.goes_on()
        waited_for = self._inner.throw(*problem)
        self._kill.waits()
        return waited_for

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()
