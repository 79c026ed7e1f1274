"""A small closed-loop load generator, for machines without wrk. Heavier than wrk, so it flatters slow servers less than it hurts fast ones."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import uvloop


class Caller(asyncio.Protocol):
    """One connection: sends, reads one answer by its Content-Length, sends again."""

    def __init__(self, message: bytes, end: float, times: list[float]) -> None:
        self._message = message
        self._end = end
        self._times = times
        self._buffer = b""
        self._sent = 0.0
        self.wrong = 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().find(b"content-length:")
        if at < 0:
            self.wrong += 1
            self._finish()
            return
        if len(body) < int(head[at + 15 :].split(b"\r\n", 1)[0]):
            return
        self._buffer = b""
        now = time.perf_counter()
        self._times.append(now - self._sent)
        self.wrong += not head.startswith(b"HTTP/1.1 200")
        if now < self._end:
            self._send()
        else:
            self._finish()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.wrong += 1
            self.over.set_result(None)

    def _send(self) -> None:
        assert self._transport
        self._sent = time.perf_counter()
        self._transport.write(self._message)

    def _finish(self) -> None:
        self.over.set_result(None)
        assert self._transport
        self._transport.close()


async def run(order: dict[str, Any]) -> dict[str, float]:
    """Load as ordered; the figures of `tests.bench.cases.Load`."""
    parts = urlsplit(order["url"])
    body = order["body"].encode()
    lines = {"Host": parts.netloc, "Content-Length": str(len(body)), **order["headers"]}
    head = f"POST {parts.path} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in lines.items())
    message = head.encode() + b"\r\n" + body
    times: list[float] = []
    began = time.perf_counter()
    loop = asyncio.get_running_loop()
    callers = []
    for _ in range(order["connections"]):
        end = began + order["seconds"]
        _, caller = await loop.create_connection(lambda: Caller(message, end, times), parts.hostname, parts.port)  # noqa: B023
        callers.append(caller)
    async with asyncio.timeout(order["seconds"] + 30):
        await asyncio.gather(*(caller.over for caller in callers))
    spent = time.perf_counter() - began
    times.sort()
    return {
        "calls": len(times),
        "seconds": spent,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[min(len(times) - 1, len(times) * 99 // 100)] * 1000,
        "wrong": sum(caller.wrong for caller in callers),
    }


if __name__ == "__main__":
    result = uvloop.run(run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    sys.stdout.write(f"RESULT {json.dumps(result)}\n")
