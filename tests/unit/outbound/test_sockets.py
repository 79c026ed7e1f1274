from __future__ import annotations

import asyncio
import os
import select
import socket
from collections.abc import Callable, Iterator

import pytest

from linkwright.outbound.sockets import READ, WRITE, EpollSockets, LoopSockets, Sockets

pytestmark = pytest.mark.anyio
Made = Callable[[Callable[[int, int], None]], Sockets]


@pytest.fixture(params=[LoopSockets, *([EpollSockets] if hasattr(select, "epoll") else [])])
def kind(request: pytest.FixtureRequest) -> type[EpollSockets | LoopSockets]:
    found: type[EpollSockets | LoopSockets] = request.param
    return found


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    for one in (ours, theirs):
        one.setblocking(False)
    with ours, theirs:
        yield ours, theirs


class Heard:
    """What was told, and waiting for the next of it."""

    def __init__(self, kind: type[EpollSockets | LoopSockets]) -> None:
        self.told: list[tuple[int, int]] = []
        self._some = asyncio.Event()
        self.sockets = kind(asyncio.get_running_loop(), self._ready)

    def _ready(self, fd: int, come: int) -> None:
        self.told.append((fd, come))
        self._some.set()

    async def next(self) -> tuple[int, int]:
        self._some.clear()
        async with asyncio.timeout(5):
            await self._some.wait()
        return self.told[-1]

    async def nothing_for_some_turns(self) -> bool:
        self.told.clear()
        for _ in range(20):
            await asyncio.sleep(0)
        return not self.told


async def test_what_can_be_read_is_told_until_nobody_waits_for_it(
    kind: type[EpollSockets | LoopSockets], pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = pair
    heard = Heard(kind)
    heard.sockets.watch(ours.fileno(), READ)
    assert await heard.nothing_for_some_turns()
    theirs.send(b"x")
    assert await heard.next() == (ours.fileno(), READ)
    assert await heard.next() == (ours.fileno(), READ), "it was not read yet"
    heard.sockets.watch(ours.fileno(), 0)
    assert await heard.nothing_for_some_turns()
    heard.sockets.watch(ours.fileno(), READ)
    assert await heard.next() == (ours.fileno(), READ), "waited for anew"
    heard.sockets.close()
    assert await heard.nothing_for_some_turns()


async def test_writing_is_told_beside_reading_and_without_it(
    kind: type[EpollSockets | LoopSockets], pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, _ = pair
    heard = Heard(kind)
    heard.sockets.watch(ours.fileno(), READ | WRITE)
    assert await heard.next() == (ours.fileno(), WRITE)
    heard.sockets.watch(ours.fileno(), READ)
    assert await heard.nothing_for_some_turns()
    heard.sockets.watch(ours.fileno(), WRITE)
    assert await heard.next() == (ours.fileno(), WRITE)
    heard.sockets.close()


async def test_whoever_waits_is_told_that_the_other_side_is_gone(
    kind: type[EpollSockets | LoopSockets], pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = pair
    heard = Heard(kind)
    heard.sockets.watch(ours.fileno(), READ)
    theirs.close()
    assert await heard.next() == (ours.fileno(), READ)
    heard.sockets.close()


async def test_a_socket_that_was_closed_can_be_let_go_and_its_number_waited_for_again(
    kind: type[EpollSockets | LoopSockets],
) -> None:
    heard = Heard(kind)
    first, other = socket.socketpair()
    number = first.fileno()
    heard.sockets.watch(number, READ)
    if kind is LoopSockets:
        heard.sockets.watch(number, 0)
    first.close()
    heard.sockets.watch(number, 0)
    second, third = socket.socketpair()
    # The lowest free number is given again.
    assert second.fileno() == number
    heard.sockets.watch(number, READ)
    third.send(b"x")
    assert await heard.next() == (number, READ)
    heard.sockets.close()
    for one in (other, second, third):
        one.close()


async def test_a_socket_that_nobody_waits_for_disturbs_nobody_once_something_has_come(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    if not hasattr(select, "epoll"):
        return
    heard = Heard(EpollSockets)
    heard.sockets.watch(ours.fileno(), READ)
    heard.sockets.watch(ours.fileno(), 0)
    looks = 0
    look = EpollSockets._look

    def counted(self: EpollSockets) -> None:
        nonlocal looks
        looks += 1
        look(self)

    monkeypatch.setattr(EpollSockets, "_look", counted)
    loop = asyncio.get_running_loop()
    assert isinstance(heard.sockets, EpollSockets)
    loop.remove_reader(heard.sockets._poll.fileno())
    loop.add_reader(heard.sockets._poll.fileno(), heard.sockets._look)
    theirs.send(b"x")
    assert await heard.nothing_for_some_turns()
    assert looks == 1
    heard.sockets.watch(ours.fileno(), READ)
    assert await heard.next() == (ours.fileno(), READ)
    heard.sockets.close()


async def test_what_libcurl_wakes_itself_by_is_heard_again_after_it_rested(
    kind: type[EpollSockets | LoopSockets],
) -> None:
    heard = Heard(kind)
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    for _ in range(3):
        heard.sockets.watch(reading, READ)
        assert await heard.nothing_for_some_turns()
        os.write(writing, b"x")
        assert await heard.next() == (reading, READ)
        os.read(reading, 1)
        heard.sockets.watch(reading, 0)
    os.write(writing, b"x")
    assert await heard.nothing_for_some_turns()
    heard.sockets.watch(reading, READ)
    assert await heard.next() == (reading, READ), "it came while nobody waited"
    heard.sockets.close()
    os.close(reading)
    os.close(writing)
