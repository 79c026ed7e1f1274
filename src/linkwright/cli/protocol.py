"""The HTTP reader of uvicorn, with bounds on headers and on slowness, and refusals in the one shape for what is no HTTP at all."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from linkwright.cli.errors import TooSlow
from linkwright.errors import BadRequest, LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.answer_headers import OF_DATA
from linkwright.kit.clock import SystemClock

# nginx allows 32 KiB by default; without a bound a client that never ends its headers fills the memory.
MOST_HEADER_BYTES = 65_536
# The colon, the space and the end of a header's line.
_AROUND = 4

# Beyond this, joining head and body would cost more than a packet.
_MOST_JOINED = 65_536


_SLOW = TooSlow()


class _Joined:
    """A transport that sends the head of an answer together with the beginning of its body.

    uvicorn writes them one after the other, which makes two packets and two wake-ups of whoever waits for the answer.
    """

    __slots__ = ("_held", "_loop", "_transport")

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop, self._held = transport, loop, b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send; a head alone waits for what comes next, at the longest until the loop has gone round."""
        if self._held:
            held, self._held = self._held, b""
            if len(data) > _MOST_JOINED:
                self._transport.writelines((held, data))
            else:
                self._transport.write(held + data)
        elif data.startswith(b"HTTP/1.") and data.endswith(b"\r\n\r\n"):
            self._held = data
            self._loop.call_soon(self.flush)
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Send what waits."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def close(self) -> None:
        """Send what waits and close."""
        self.flush()
        self._transport.close()


class Protocol(HttpToolsProtocol):
    """One connection.

    A client must finish its headers, go on with its body and take its answer within a time, or it is left: see `left_if_slow`.
    Noting when something came is all that this costs a call; a look at all connections once a second does the rest.
    """

    # Bytes that have come since a request began, or since the last piece of its body: a head or trailers, and never less than those.
    _come = 0
    # What the present packet brought, and whether a request began in it: then some of that belongs to the one before.
    _brought = 0
    _fresh = False
    _begun = False
    _too_long = False
    _waits_since: float | None = None
    _stuck_since: float | None = None

    def connection_made(self, transport: Any) -> None:
        """A client has connected."""
        super().connection_made(_Joined(transport, self.loop))  # type: ignore[arg-type]
        self._waits_since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Bytes have come; within a body each piece begins the time anew, within the headers none does."""
        if self.cycle is not None and self.cycle.more_body and not self.cycle.response_complete:
            self._waits_since = self.loop.time()
        self._brought = len(data)
        self._come += self._brought
        self._fresh = False
        super().data_received(data)
        if self._come > MOST_HEADER_BYTES:
            self._weigh()
        if self._waits_since is None and (self.cycle is None or self.cycle.response_complete):
            # Blank lines before a request are no request yet, but uvicorn has stopped to wait for the next one.
            self._waits_since = self.loop.time()

    def _weigh(self) -> None:
        if self._fresh:
            # Of the line that has not ended yet nothing is told; with the next packet all counts.
            self._come = self._told_of_head()
        if self._come > MOST_HEADER_BYTES and not self._too_long and not self.transport.is_closing():
            self._too_long = True
            self.send_400_response("")

    def _told_of_head(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + _AROUND for name, value in self.headers)

    def on_message_complete(self) -> None:
        """A request is there whole; now the client waits for us."""
        self._waits_since = None
        self._come, self._begun = 0, False
        super().on_message_complete()

    def left_if_slow(self, seconds: float) -> bool:
        """End the connection if the client has kept us waiting for longer than so many seconds; whether it did."""
        now = self.loop.time()
        if self.flow.read_paused and self._waits_since is not None:
            # It is us who do not read.
            self._waits_since = now
        if self._waits_since is not None and now - self._waits_since > seconds:
            self._refuse_slow()
            return True
        if not self.flow.write_paused:
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = now
        elif now - self._stuck_since > seconds:
            # What is left of the answer would fill the memory of whoever serves; there is nothing more to say.
            self.transport.abort()
            return True
        return False

    def _refuse_slow(self) -> None:
        self._waits_since = None
        cycle = self.cycle
        in_head = self._begun and (cycle is None or (cycle.response_complete and not cycle.more_body))
        in_body = cycle is not None and cycle.more_body and not cycle.response_started
        if in_head or in_body:
            self._answer(408, "Request Timeout", _SLOW)
        else:
            # Nothing was asked yet, or an answer is under way already.
            self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._come, self._fresh, self._begun = self._brought, True, True
        self._waits_since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The address and all headers are there."""
        if self._come > MOST_HEADER_BYTES:
            # Perhaps most of it is body.
            if self._told_of_head() > MOST_HEADER_BYTES:
                self._too_long = True
                raise ValueError("the headers are too long")
            self._come = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._come = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words say nothing to a person
        """Refuse what cannot be read, and end the connection."""
        if self._too_long:
            refused = BadRequest(f"The address and headers have more than {MOST_HEADER_BYTES} bytes.")
        else:
            refused = BadRequest(
                "This is not a valid HTTP request.",
                hint="Send one Content-Length or chunks, not both, and headers without control characters.",
            )
        self._answer(400, "Bad Request", refused)

    def _answer(self, status: int, words: str, refused: LinkwrightError) -> None:
        body = jsons.dumpb(refused.body(SystemClock().now()))
        lines = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *OF_DATA,
            (b"connection", b"close"),
        ]
        head = b"".join(b"%b: %b\r\n" % line for line in lines)
        self.transport.write(f"HTTP/1.1 {status} {words}\r\n".encode() + head + b"\r\n" + body)
        self.transport.close()
