"""How the event loop hears of libcurl's sockets: with an epoll of their own where the system has it, else one by one."""

from __future__ import annotations

import asyncio
import os
import select
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

READ, WRITE = 1, 2
"""What is waited for and what has come, as bits; the same values as libcurl's CURL_CSELECT_IN and _OUT."""
_AT_ONCE = 64
# No constants of `select` where there is no epoll.
_MASKS = {READ: 0x001, WRITE: 0x004, READ | WRITE: 0x005}
"""What is waited for as an epoll wants it: EPOLLIN and EPOLLOUT."""


class Sockets(Protocol):
    """Waits for sockets."""

    def watch(self, fd: int, wanted: int) -> None:
        """Wait for `READ`, `WRITE`, both, or with 0 for nothing any more; before a socket is closed it must be 0."""
        ...

    def close(self) -> None:
        """Wait for nothing any more."""
        ...


def open_sockets(loop: asyncio.AbstractEventLoop, ready: Callable[[int, int], None]) -> Sockets:
    """What fits the system; `ready` is called in the loop with the socket and what has come."""
    return EpollSockets(loop, ready) if hasattr(select, "epoll") else LoopSockets(loop, ready)


class EpollSockets:
    """One epoll in which the loop sees a single file that becomes readable.

    libcurl begins and ends to wait for a socket with each exchange. For the loop each beginning is a new handle, six
    system calls and an object; here it is one call. Ending costs none: a socket that nobody waits for any more rests
    in the epoll until something comes, which for a kept connection is most often the next exchange. The file by which
    libcurl wakes itself is no socket and stays open as long as the pool, so that to go on waiting for it costs nothing.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ready: Callable[[int, int], None]) -> None:
        self._loop, self._ready = loop, ready
        self._wanted: dict[int, int] = {}
        self._resting: dict[int, int] = {}
        self._lasting: set[int] = set()
        self._poll = select.epoll()
        loop.add_reader(self._poll.fileno(), self._look)

    def watch(self, fd: int, wanted: int) -> None:
        """As said."""
        before = self._wanted.get(fd, 0)
        if wanted == before:
            return
        if not wanted:
            del self._wanted[fd]
            self._resting[fd] = before
            return
        self._wanted[fd] = wanted
        if before:
            self._poll.modify(fd, _MASKS[wanted])
            return
        was = self._resting.pop(fd, 0)
        if not was:
            self._register(fd, wanted)
        elif was != wanted or fd not in self._lasting:
            self._wake(fd, wanted)

    def _register(self, fd: int, wanted: int) -> None:
        self._poll.register(fd, _MASKS[wanted])
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            self._lasting.discard(fd)
        else:
            self._lasting.add(fd)

    def _wake(self, fd: int, wanted: int) -> None:
        try:
            self._poll.modify(fd, _MASKS[wanted])
        except FileNotFoundError:
            # What had this number was closed while it rested, and left the epoll with that.
            self._register(fd, wanted)

    def close(self) -> None:
        """As said."""
        self._loop.remove_reader(self._poll.fileno())
        self._wanted.clear()
        self._poll.close()

    def _look(self) -> None:
        for fd, events in self._poll.poll(0, _AT_ONCE):
            wanted = self._wanted.get(fd, 0)
            if not wanted:
                self._let_go(fd)
                continue
            come = (READ if events & select.EPOLLIN else 0) | (WRITE if events & select.EPOLLOUT else 0)
            if events & (select.EPOLLERR | select.EPOLLHUP):
                # Whoever waits finds out what is wrong by trying.
                come = READ | WRITE
            # What one of them sets off may end the waiting for the next.
            if come & wanted:
                self._ready(fd, come & wanted)

    def _let_go(self, fd: int) -> None:
        # Nobody reads what has come, or the other side has closed: the epoll would tell it for ever.
        self._resting.pop(fd, None)
        with suppress(OSError):
            self._poll.unregister(fd)


class LoopSockets:
    """Readers and writers of the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ready: Callable[[int, int], None]) -> None:
        self._loop, self._ready = loop, ready
        self._wanted: dict[int, int] = {}

    def watch(self, fd: int, wanted: int) -> None:
        """As said."""
        changed = self._wanted.get(fd, 0) ^ wanted
        if changed & READ:
            if wanted & READ:
                self._loop.add_reader(fd, self._ready, fd, READ)
            else:
                self._loop.remove_reader(fd)
        if changed & WRITE:
            if wanted & WRITE:
                self._loop.add_writer(fd, self._ready, fd, WRITE)
            else:
                self._loop.remove_writer(fd)
        if wanted:
            self._wanted[fd] = wanted
        else:
            self._wanted.pop(fd, None)

    def close(self) -> None:
        """As said."""
        for fd in list(self._wanted):
            self.watch(fd, 0)
