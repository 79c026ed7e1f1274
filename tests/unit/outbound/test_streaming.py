"""Answers that are handed on while they arrive, and files that are sent from disk."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.errors import AnswerTooLarge, UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import (
    AnswerStream,
    OutboundRequest,
    OutboundResponse,
    StreamingTransport,
    open_stream,
)
from tests.unit.outbound.misbehaving_upstream import Answer, Upstream, ok, running

pytestmark = pytest.mark.anyio
URL = "https://api.example/file"


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as held:
        yield held


async def start(stack: AsyncExitStack, answer: Answer) -> tuple[AiohttpTransport, Upstream]:
    upstream = await stack.enter_async_context(running(answer))
    transport = AiohttpTransport(OriginMap.of({"https://api.example": upstream.origin}))
    stack.push_async_callback(transport.close)
    return transport, upstream


def get(*, timeout: float = 5, max_bytes: int = 1_000_000) -> OutboundRequest:
    return OutboundRequest("GET", URL, {}, timeout=timeout, max_bytes=max_bytes)


async def everything(stream: AnswerStream) -> bytes:
    try:
        return b"".join([piece async for piece in stream.chunks()])
    finally:
        await stream.close()


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_comes_piece_by_piece_and_its_connection_is_used_again(
    stack: AsyncExitStack, packed: bool
) -> None:
    content = bytes(range(256)) * 3000
    body = ok(gzip.compress(content), "Content-Encoding: gzip\r\n") if packed else ok(content)
    transport, upstream = await start(stack, lambda _: [body[:500], body[500:]])
    for _ in range(2):
        stream = await transport.open(get())
        assert stream.status == 200
        assert await everything(stream) == content
    assert upstream.connections == 1


async def test_a_body_that_is_left_unread_takes_its_connection_along(stack: AsyncExitStack) -> None:
    transport, upstream = await start(stack, lambda _: [ok(b"x" * 400_000)])
    await (await transport.open(get())).close()
    assert await everything(await transport.open(get())) == b"x" * 400_000
    assert upstream.connections == 2


async def test_more_than_was_allowed_is_refused_announced_or_not(stack: AsyncExitStack) -> None:
    transport, _ = await start(stack, lambda _: [ok(b"x" * 2000)])
    with pytest.raises(AnswerTooLarge):
        await transport.open(get(max_bytes=1000))
    unannounced = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2000
    transport, _ = await start(stack, lambda _: [unannounced, b""])
    with pytest.raises(AnswerTooLarge):
        await everything(await transport.open(get(max_bytes=1000)))
    bomb = ok(gzip.compress(b"0" * 1_000_000), "Content-Encoding: gzip\r\n")
    transport, _ = await start(stack, lambda _: [bomb])
    with pytest.raises(AnswerTooLarge):
        await everything(await transport.open(get(max_bytes=10_000)))


async def test_what_breaks_off_or_falls_silent_is_an_error_and_never_a_short_file(stack: AsyncExitStack) -> None:
    transport, _ = await start(stack, lambda _: [ok(b"x" * 100)[:-50], b""])
    with pytest.raises(UpstreamUnreachable):
        await everything(await transport.open(get()))
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"
    transport, _ = await start(stack, lambda _: [head])
    with pytest.raises(UpstreamTimeout, match="stopped sending"):
        await everything(await transport.open(get(timeout=0.05)))


async def test_a_file_is_sent_with_its_length_from_disk(stack: AsyncExitStack, tmp_path: Path) -> None:
    transport, upstream = await start(stack, lambda _: [ok()])
    path = tmp_path / "large"
    path.write_bytes(b"0123456789" * 200_000)
    answer = await transport.send(OutboundRequest("PUT", URL, {"content-type": "a/b"}, file=path))
    assert answer.status == 200
    head, _, body = upstream.requests[0].partition(b"\r\n\r\n")
    assert b"content-length: 2000000" in head.lower()
    assert b"transfer-encoding" not in head.lower()
    assert body == path.read_bytes()


async def test_a_transport_that_has_whole_answers_gives_them_as_a_stream() -> None:
    class Whole:
        async def send(self, _request: OutboundRequest) -> OutboundResponse:
            return OutboundResponse(200, {"a": "b"}, b"all", 1.0)

    assert not isinstance(Whole(), StreamingTransport)
    stream = await open_stream(Whole(), get())
    assert (stream.status, stream.headers, await everything(stream)) == (200, {"a": "b"}, b"all")
