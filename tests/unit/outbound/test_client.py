from __future__ import annotations

import asyncio
import gzip
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from linkwright.errors import NotReady
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.errors import (
    AddressRefused,
    AnswerTooLarge,
    RequestRefused,
    UpstreamDropped,
    UpstreamTimeout,
    UpstreamUnreachable,
)
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.quick import QuickTransport
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.outbound.misbehaving_upstream import Answer, Upstream, ok, running
from tests.unit.outbound.names import Names

pytestmark = pytest.mark.anyio
URL = "https://api.example/graphql?token=hunter2"


class Bench:
    """Starts upstreams, and transports that are mapped to them; ends all of it."""

    def __init__(self, stack: AsyncExitStack, *, quick: bool) -> None:
        self._stack = stack
        self._quick = quick

    async def start(self, answer: Answer) -> tuple[AiohttpTransport, Upstream]:
        upstream = await self._stack.enter_async_context(running(answer))
        return self.transport(OriginMap.of({"https://api.example": upstream.origin})), upstream

    def transport(self, origins: OriginMap | None = None, names: Names | None = None) -> AiohttpTransport:
        kind = AllQuick if self._quick else AiohttpTransport
        transport = kind(origins, resolver=names or Names())
        self._stack.push_async_callback(transport.close)
        return transport


class AllQuick(QuickTransport):
    """Sends everything as if it might be repeated, so that each sentence about a client is tried on both."""

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        return await super().send(replace(request, repeatable=True))


@pytest.fixture(params=["aiohttp", "libcurl"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with AsyncExitStack() as stack:
        yield Bench(stack, quick=request.param == "libcurl")


def get(url: str = URL, *, timeout: float = 5, max_bytes: int = 100_000, **headers: str) -> OutboundRequest:
    return OutboundRequest("GET", url, headers, timeout=timeout, max_bytes=max_bytes)


async def test_a_call_goes_to_the_mapped_origin_with_that_ones_host_and_comes_back_whole(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok(b'{"a":1}', "X-Limit: 1\r\nx-limit: 2\r\n", "404 Not Found")])
    request = OutboundRequest("POST", URL, {"Authorization": "Bearer x", "Content-Type": "a/b"}, b"body")
    answer = await transport.send(request)
    assert (answer.status, answer.body, answer.headers["x-limit"]) == (404, b'{"a":1}', "2")
    assert answer.elapsed_ms > 0
    head, _, body = upstream.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /graphql?token=hunter2 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{upstream.port}".encode() in head
    assert b"Authorization: Bearer x" in head
    assert body == b"body"


async def test_connections_are_used_again(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok()])
    for _ in range(5):
        await transport.send(get())
    assert upstream.connections == 1


async def test_many_calls_at_once_each_get_their_own_answer(bench: Bench) -> None:
    transport, _ = await bench.start(lambda request: [ok(request.split(b" ")[1])])
    paths = [f"/{n}" for n in range(40)]
    answers = await asyncio.gather(*(transport.send(get("https://api.example" + path)) for path in paths))
    assert [answer.body.decode() for answer in answers] == paths


async def test_path_and_query_are_sent_as_written_and_the_fragment_is_not(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok()])
    for rest in ("/a%2Fb/%7e;x?q=%C3%A4+b&c=%252F#part", "?q=1", ""):
        await transport.send(get("https://api.example" + rest))
    sent = [request.split(b" ")[1] for request in upstream.requests]
    assert sent == [b"/a%2Fb/%7e;x?q=%C3%A4+b&c=%252F", b"/?q=1", b"/"]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_a_redirect_is_an_answer_and_is_not_followed(bench: Bench, status: str) -> None:
    transport, upstream = await bench.start(lambda _: [ok(b"", "Location: http://169.254.169.254/\r\n", status)])
    answer = await transport.send(get())
    assert (answer.status, answer.headers["location"]) == (int(status[:3]), "http://169.254.169.254/")
    assert len(upstream.requests) == 1


async def test_cookies_are_not_kept(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok(b"", "Set-Cookie: a=b; Path=/\r\n")])
    await transport.send(get())
    await transport.send(get())
    assert b"cookie" not in upstream.requests[1].lower()


async def test_proxy_variables_of_the_environment_do_not_matter(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    transport, upstream = await bench.start(lambda _: [ok()])
    assert (await transport.send(get())).status == 200
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://0.0.0.0:{port}/",
        "http://127.0.0.1.:{port}/",
        "http://inside.example:{port}/",
        "http://half.example:{port}/",
        "http://user@inside.example:{port}/",
        "http://public.example\\@127.0.0.1:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1:{port}/",
        "http://inside.example:{port}/\r\nX: y",
    ],
)
async def test_nothing_inside_is_reached_by_any_spelling_or_name(bench: Bench, url: str) -> None:
    _, upstream = await bench.start(lambda _: [ok()])
    names = Names(inside_example=[["127.0.0.1"]], half_example=[["8.8.8.8", "127.0.0.1"]])
    with pytest.raises(AddressRefused):
        await bench.transport(names=names).send(get(url.format(port=upstream.port)))
    assert upstream.connections == 0


async def test_a_name_is_checked_at_each_new_connection_and_a_pooled_one_is_kept(bench: Bench) -> None:
    _, upstream = await bench.start(lambda _: [ok()])
    names = Names(gateway_example=[["127.0.0.1"]])
    transport = bench.transport(OriginMap.of({"https://api.example": f"http://gateway.example:{upstream.port}"}), names)
    for _ in range(3):
        assert (await transport.send(get())).status == 200
    assert names.asked == ["gateway.example"]
    assert upstream.connections == 1
    assert f"Host: gateway.example:{upstream.port}".encode() in upstream.requests[0]


async def test_an_answer_beyond_the_limit_is_refused_and_what_is_left_of_it_reaches_no_other_call(bench: Bench) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"3e8\r\n" + b"x" * 1000 + b"\r\n") * 200
    for big in (
        ok(b"x" * 100_001),
        chunked,
        ok(gzip.compress(random.randbytes(150_000)), "Content-Encoding: gzip\r\n"),
    ):
        answers = [big, ok(b"fine")]
        transport, _ = await bench.start(lambda _, answers=answers: [answers.pop(0)])  # type: ignore[misc]
        with pytest.raises(AnswerTooLarge, match=r"127\.0\.0\.1"):
            await transport.send(get())
        assert (await transport.send(get())).body == b"fine"


async def test_a_gzip_bomb_is_an_answer_beyond_the_limit(bench: Bench) -> None:
    bomb = ok(gzip.compress(bytes(10_000_000)), "Content-Encoding: gzip\r\n")
    transport, _ = await bench.start(lambda _: [bomb])
    with pytest.raises(AnswerTooLarge):
        await transport.send(get())


async def test_an_answer_of_exactly_the_limit_is_read(bench: Bench) -> None:
    transport, _ = await bench.start(lambda _: [ok(b"x" * 1000)])
    assert len((await transport.send(get(max_bytes=1000))).body) == 1000


async def test_a_compressed_answer_is_asked_for_and_unpacked(bench: Bench) -> None:
    transport, upstream = await bench.start(
        lambda _: [ok(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip\r\n")]
    )
    assert (await transport.send(get())).body == b"hello"
    assert b"Accept-Encoding: gzip\r\n" in upstream.requests[0]


async def test_a_large_body_is_sent_whole(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok()])
    body = bytes(range(256)) * 10_000
    await transport.send(OutboundRequest("PUT", URL, {}, body))
    assert upstream.requests[0].partition(b"\r\n\r\n")[2] == body


@pytest.mark.parametrize("pieces", [None, [b"HTTP/1.1 200 OK\r\nContent-Le"], [ok(b"x" * 50)[:-10]]])
async def test_an_upstream_that_does_not_finish_in_time_is_left(bench: Bench, pieces: list[bytes] | None) -> None:
    transport, _ = await bench.start(lambda _: pieces)
    with pytest.raises(UpstreamTimeout, match=r"127\.0\.0\.1 did not answer within 0\.05 seconds"):
        await transport.send(get(timeout=0.05))


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ([b""], "closed the connection"),
        ([ok(b"x" * 50)[:-10], b""], "closed the connection"),
        ([b"SSH-2.0-OpenSSH_9 hunter2\r\n\r\n"], "not HTTP"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n"], "not HTTP"),
    ],
)
async def test_an_exchange_that_breaks_off_says_that_a_write_may_have_happened(
    bench: Bench, pieces: list[bytes], why: str
) -> None:
    transport, _ = await bench.start(lambda _: pieces)
    with pytest.raises(UpstreamDropped, match=why) as caught:
        await transport.send(OutboundRequest("POST", URL, {"Authorization": "hunter2"}, b"hunter2"))
    assert "may or may not" in caught.value.remedy
    assert "hunter2" not in repr((caught.value, caught.value.__cause__))
    assert caught.value.__suppress_context__


async def test_a_closed_port_and_an_unknown_name_are_unreachable_and_nothing_was_sent(bench: Bench) -> None:
    async with running(lambda _: [ok()]) as gone:
        origin = gone.origin
    transport = bench.transport(OriginMap.of({"https://api.example": origin}))
    with pytest.raises(UpstreamUnreachable, match=r"^No connection to 127\.0\.0\.1 could be made\.$") as caught:
        await transport.send(get())
    assert not isinstance(caught.value, UpstreamDropped)
    with pytest.raises(UpstreamUnreachable, match=r"^The name nowhere\.example cannot be resolved\.$"):
        await transport.send(get("https://nowhere.example/?token=hunter2"))


async def test_a_call_that_is_given_up_does_not_disturb_the_next(bench: Bench) -> None:
    answers: list[list[bytes] | None] = [None, [ok(b"second")]]
    transport, upstream = await bench.start(lambda _: answers.pop(0))
    call = asyncio.ensure_future(transport.send(get()))
    await upstream.asked.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await transport.send(get())).body == b"second"


async def test_nothing_is_opened_for_a_request_that_must_not_be_sent(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok()])
    for request in (get(Authorization="a\r\nb"), get(Host="evil.example"), OutboundRequest("TRACE", URL, {})):
        with pytest.raises(RequestRefused):
            await transport.send(request)
    assert upstream.connections == 0


async def test_a_closed_transport_sends_nothing_and_can_be_closed_again(bench: Bench) -> None:
    transport, upstream = await bench.start(lambda _: [ok()])
    await transport.send(get())
    await transport.close()
    await transport.close()
    with pytest.raises(NotReady):
        await transport.send(get())
    assert len(upstream.requests) == 1


async def test_more_origins_than_are_remembered_do_no_harm(bench: Bench) -> None:
    transport, _ = await bench.start(lambda _: [ok()])
    for n in range(1100):
        with pytest.raises(UpstreamUnreachable):
            await transport.send(get(f"https://n{n}.example/"))
    assert (await transport.send(get())).status == 200
