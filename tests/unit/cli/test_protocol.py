from __future__ import annotations

import asyncio

import pytest

from linkwright.cli.protocol import _Joined

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

    def is_closing(self) -> bool:
        return self.closed


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
