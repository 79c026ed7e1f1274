from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from linkwright.cli.protocol import Protocol, _Joined

pytestmark = pytest.mark.anyio
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class Wire:
    """Notes what would be sent, in which pieces."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.sent.append(data)

    def writelines(self, pieces: tuple[bytes, ...]) -> None:
        self.write(b"|".join(pieces))

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, _name: str) -> None:
        return None

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def joined() -> tuple[_Joined, Wire]:
    wire = Wire()
    return _Joined(wire, asyncio.get_running_loop()), wire


async def turn() -> None:
    """Let the loop go round once."""
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(done.set_result, None)
    await done


async def test_the_head_of_an_answer_goes_out_together_with_its_body() -> None:
    transport, wire = joined()
    transport.write(HEAD)
    transport.write(b"{}")
    await turn()
    assert wire.sent == [HEAD + b"{}"]


async def test_a_head_whose_body_comes_later_does_not_wait_for_it() -> None:
    transport, wire = joined()
    transport.write(HEAD)
    await turn()
    transport.write(b"{}")
    assert wire.sent == [HEAD, b"{}"]


async def test_a_head_that_is_followed_by_the_end_is_sent_before_it() -> None:
    transport, wire = joined()
    transport.write(HEAD)
    transport.close()
    await turn()
    assert (wire.sent, transport.is_closing()) == ([HEAD], True)


async def test_a_large_body_is_not_copied_behind_its_head() -> None:
    transport, wire = joined()
    transport.write(HEAD)
    transport.write(b"x" * 70_000)
    assert wire.sent == [HEAD + b"|" + b"x" * 70_000]


class Clocked(Protocol):
    """A connection whose loop has a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

        async def nothing(scope: Any, receive: Any, send: Any) -> None:
            raise AssertionError("no request is ever whole here")

        config = uvicorn.Config(nothing, loop="none", log_config=None, interface="asgi3")
        config.load()
        loop = asyncio.get_running_loop()
        super().__init__(config=config, server_state=ServerState(), app_state={}, _loop=loop)
        self.loop = SimpleNamespace(
            time=lambda: self.now, call_soon=loop.call_soon, create_task=loop.create_task, call_later=loop.call_later
        )  # type: ignore[assignment]
        self.wire = Wire()
        self.connection_made(self.wire)

    def after(self, seconds: float) -> bool:
        self.now += seconds
        return self.left_if_slow(30)


BODY = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n"


async def test_headers_that_come_drop_by_drop_end_in_a_408() -> None:
    slow = Clocked()
    for _ in range(3):
        slow.data_received(b"GET / HTTP/1.1\r\nx-drop: 1\r\n" if slow.now == 100 else b"x-drop: 1\r\n")
        assert not slow.after(10)
    slow.data_received(b"x-drop: 1\r\n")
    assert slow.after(10)
    assert slow.wire.closed
    assert slow.wire.sent[0].startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b'"too_slow"' in slow.wire.sent[0]


async def test_a_connection_that_asks_nothing_is_closed_without_a_word() -> None:
    silent = Clocked()
    assert not silent.after(29)
    assert silent.after(2)
    assert (silent.wire.sent, silent.wire.closed) == ([], True)


async def test_a_body_may_take_as_long_as_it_likes_while_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    going = Clocked()
    monkeypatch.setattr(going.loop, "create_task", lambda work, **_: work.close() or asyncio.Future())
    going.data_received(BODY)
    for _ in range(5):
        assert not going.after(20)
        going.data_received(b"x")
    assert going.after(31)
    assert going.wire.sent[0].startswith(b"HTTP/1.1 408")


async def test_a_client_that_does_not_take_its_answer_is_left() -> None:
    stuck = Clocked()
    stuck.on_message_complete = lambda: None  # type: ignore[method-assign]
    stuck._waits_since = None
    stuck.flow.pause_writing()
    assert not stuck.after(1)
    assert not stuck.after(29)
    stuck.flow.resume_writing()
    assert not stuck.after(10)
    stuck.flow.pause_writing()
    assert not stuck.after(1)
    assert stuck.after(31)
    assert stuck.wire.closed


TOO_LONG = b"The address and headers have more than 65536 bytes."
CHUNKED = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"


def reading(monkeypatch: pytest.MonkeyPatch) -> Clocked:
    """A connection whose requests are begun and never answered."""
    made = Clocked()
    monkeypatch.setattr(made.loop, "create_task", lambda work, **_: work.close() or asyncio.Future())
    return made


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([b"GET / HTTP/1.1\r\n", *[b"x-one: " + b"1" * 1000 + b"\r\n"] * 66], id="many headers"),
        pytest.param([b"GET / HTTP/1.1\r\nx-one: ", *[b"1" * 1000] * 66], id="one line that never ends"),
        pytest.param([b"GET /", *[b"1" * 1000] * 66], id="an address that never ends"),
        pytest.param(
            [b"GET / HTTP/1.1\r\nhost: a\r\n\r\n" * 2000 + b"GET / HTTP/1.1\r\nx-one: 1", *[b"1" * 1000] * 66],
            id="begun behind many others",
        ),
        pytest.param([b"GET / HTTP/1.1\r\nx-one: " + b"1" * 65_536 + b"\r\n\r\n"], id="whole at once"),
        pytest.param(
            [CHUNKED, b"5\r\nhello\r\n0\r\n", *[b"x-one: " + b"1" * 1000 + b"\r\n"] * 66], id="behind the body"
        ),
    ],
)
async def test_more_than_64_kib_of_headers_are_refused(pieces: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    long = reading(monkeypatch)
    for piece in pieces:
        assert not long.wire.closed or piece is pieces[-1]
        long.data_received(piece)
    assert long.wire.closed
    assert len(long.wire.sent) == 1
    assert long.wire.sent[0].startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert TOO_LONG in long.wire.sent[0]


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([b"POST / HTTP/1.1\r\ncontent-length: 200000\r\n\r\n" + b"x" * 200_000], id="one piece"),
        pytest.param([b"POST / HTTP/1.1\r\ncontent-length: 200000\r\n\r\n", *[b"x" * 1000] * 200], id="many pieces"),
        pytest.param([CHUNKED, *[b"5\r\nhello\r\n"] * 20_000, b"0\r\n\r\n"], id="chunks"),
        pytest.param([b"POST / HTTP/1.1\r\ncontent-length: 1\r\n\r\nx" * 3000], id="many requests in one piece"),
        pytest.param(
            [
                b"POST / HTTP/1.1\r\ncontent-length: 100000\r\n\r\n" + b"x" * 100_000 + b"GET / HTTP/1.1\r\nhost",
                b": a\r\n\r\n",
            ],
            id="the next one begins in the same piece",
        ),
        pytest.param(
            [b"GET / HTTP/1.1\r\nhost: a\r\n\r\n" * 2000 + b"GET / HTTP/1.1\r\nx-one: 1", b"\r\n\r\n"],
            id="many and a half in one piece",
        ),
    ],
)
async def test_a_long_body_does_not_count_as_headers(pieces: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    long = reading(monkeypatch)
    for piece in pieces:
        long.data_received(piece)
    assert (long.wire.sent, long.wire.closed) == ([], False)


async def test_what_is_no_http_is_told_so_however_long_it_is() -> None:
    garbage = Clocked()
    garbage.data_received(b"\x16\x03\x01" + b"x" * 70_000)
    assert b"This is not a valid HTTP request." in garbage.wire.sent[0]
    assert garbage.wire.closed


async def test_a_client_that_sends_blank_lines_instead_of_a_request_is_left() -> None:
    blank = Clocked()
    blank.on_message_complete = lambda: None  # type: ignore[method-assign]
    blank._waits_since = None
    blank.data_received(b"\r\n")
    assert not blank.after(29)
    blank.data_received(b"\r\n")
    assert blank.after(2)
    assert (blank.wire.sent, blank.wire.closed) == ([], True)
