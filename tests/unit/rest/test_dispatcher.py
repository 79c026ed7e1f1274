"""What the dispatcher answers itself: a request that a stop cuts off, and an address that cannot be one."""

from __future__ import annotations

import asyncio
import json

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.rest.application import Dispatcher
from linkwright.rest.middleware import Message, Receive, Scope, Send

pytestmark = pytest.mark.anyio


async def _nothing() -> Message:
    return {"type": "http.request"}


async def _cut_off(clock: FixedClock, *, begun: bool) -> list[Message]:
    waiting = asyncio.Event()

    async def endless(_scope: Scope, _receive: Receive, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        waiting.set()
        await asyncio.Event().wait()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and sent:
            raise RuntimeError("the answer has begun")
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/actions/rpc", "headers": []}
    task = asyncio.create_task(Dispatcher({"/actions/rpc": endless}, endless, clock)(scope, _nothing, send))
    await waiting.wait()
    task.cancel()
    await task
    return sent


async def test_a_call_that_outlasts_the_grace_is_answered_with_what_to_do(clock: FixedClock) -> None:
    start, body = await _cut_off(clock, begun=False)
    told = json.loads(body["body"])
    assert (start["status"], told["statusCode"], told["code"]) == (503, 503, "hub_stopping")
    assert "whether it happened" in told["hint"]


async def test_an_answer_that_has_begun_is_not_begun_again(clock: FixedClock) -> None:
    assert [message["type"] for message in await _cut_off(clock, begun=True)] == ["http.response.start"]


async def test_an_address_with_a_zero_byte_reaches_no_route(clock: FixedClock) -> None:
    async def reached(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("a route was reached")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/connectors/\x00/versions", "headers": []}
    await Dispatcher({}, reached, clock)(scope, _nothing, send)
    assert (sent[0]["status"], json.loads(sent[1]["body"])["code"]) == (404, "not_found")
