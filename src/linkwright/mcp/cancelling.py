"""Reads under way that their caller may cancel with a message of its own, as the handshake revisions do.

The server keeps no session, so a read is known by who called it and how: key, accounts, client (the address that it calls included), and the id of
its message. Two clients that are alike in all of that may well use the same ids; where one of them cancels, neither read is stopped, but one that
is under way alone is. Nothing better is to be had: the notice holds the id and no more, it comes over a connection of its own, and to hand out
session ids would make old clients hold a stream open. A name in the address tells such clients apart. A read that
runs in another process is not found here, and goes to its end.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

Caller = tuple[object, ...]


@dataclass(slots=True)
class Read:
    """A read under way; `cancelled` once its caller wanted it stopped."""

    task: asyncio.Task[object]
    cancelled: bool = False


class Reads:
    """The reads that run now, by caller and message."""

    def __init__(self) -> None:
        self._running: dict[Caller, list[Read]] = {}

    def enter(self, caller: Caller) -> Read:
        """Note that the present task runs a read."""
        task = asyncio.current_task()
        assert task is not None  # requests are served in tasks
        read = Read(task)
        self._running.setdefault(caller, []).append(read)
        return read

    def leave(self, caller: Caller, read: Read) -> None:
        """Note that it is over."""
        alike = self._running[caller]
        alike.remove(read)
        if not alike:
            del self._running[caller]

    def cancel(self, caller: Caller) -> bool:
        """Stop the caller's read; whether there was exactly one."""
        alike = self._running.get(caller, ())
        if len(alike) != 1 or alike[0].cancelled:
            return False
        alike[0].cancelled = True
        alike[0].task.cancel()
        return True
