"""Tells a client how far its call is: notes on the stream of the request that asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from linkwright.actions.wire import Headers, Send
from linkwright.engine.progress import LISTENER
from linkwright.kit import jsons
from linkwright.kit.answer_headers import HARMLESS

T = TypeVar("T")
Token = str | int
BEAT_SECONDS = 5.0
"""After so long without news the client is told that the call still runs: some give up on a call that says nothing."""
_STREAM = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    *HARMLESS,
]


def token_of(meta: dict[str, Any], accept: str | None) -> Token | None:
    """The token under which progress is wanted; None where none is, or the client takes no stream."""
    token = meta.get("progressToken")
    if not isinstance(token, str | int) or isinstance(token, bool):
        return None
    return token if accept is not None and _takes_stream(accept) else None


class EventStream:
    """The answer as a stream of events; begins with the first of them, so that without one the answer is plain JSON."""

    def __init__(self, send: Send, headers: Headers) -> None:
        """Take where it goes to, and the header lines it has beside its own."""
        self._send = send
        self._headers = headers
        self.begun = False

    async def event(self, message: bytes) -> None:
        """Send one message of the protocol."""
        if not self.begun:
            self.begun = True
            await self._send({"type": "http.response.start", "status": 200, "headers": [*_STREAM, *self._headers]})
        body = b"event: message\ndata: " + message + b"\n\n"
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self, message: bytes) -> None:
        """Send the answer itself, and close."""
        await self.event(message)
        await self._send({"type": "http.response.body", "body": b""})


class Progress:
    """The notes of one call.

    What is told always grows: between two steps it goes towards the next one without reaching it.
    """

    def __init__(self, token: Token, stream: EventStream) -> None:
        self._token = token
        self._stream = stream
        self._heard = asyncio.Event()
        self._notes: list[tuple[float, int, str]] = []
        self._at, self._next, self._total, self._beats = 0.0, 1.0, 1, 0

    async def during(self, work: Awaitable[T]) -> T:
        """The work's outcome; what is heard of it on the way is told. Cancelling this cancels the work."""
        before = LISTENER.set(self._hear)
        try:
            # The listener goes along with the task, and with the tasks that it starts.
            running = asyncio.ensure_future(work)
        finally:
            LISTENER.reset(before)
        try:
            while not await self._told(running):
                pass
            return await running
        finally:
            if not running.done():
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    async def _told(self, running: asyncio.Future[T]) -> bool:
        """Tell what was heard, when something was or time went by; whether the work is done."""
        hearing = asyncio.ensure_future(self._heard.wait())
        either: set[asyncio.Future[Any]] = {running, hearing}
        await asyncio.wait(either, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        hearing.cancel()
        self._heard.clear()
        if not self._notes and not running.done():
            self._beats += 1
            at = self._at + (self._next - self._at) * self._beats / (self._beats + 1)
            self._notes.append((at, self._total, "Still at it."))
        notes, self._notes = self._notes, []
        for at, total, said in notes:
            await self._stream.event(self._note(at, total, said))
        return running.done()

    def _hear(self, steps: float, then: float, total: int, last: str) -> None:
        self._at, self._next, self._total, self._beats = steps, then, total, 0
        self._notes.append((steps, total, last))
        self._heard.set()

    def _note(self, at: float, total: int, said: str) -> bytes:
        params = {"progressToken": self._token, "progress": round(at, 3), "total": total, "message": said}
        return jsons.dumpb({"jsonrpc": "2.0", "method": "notifications/progress", "params": params})


def _takes_stream(accept: str) -> bool:
    parts = (part.partition(";") for part in accept.lower().split(","))
    return any(
        kind.strip() == "text/event-stream" and "q=0" not in given.replace(" ", "").split(";")
        for kind, _, given in parts
    )
