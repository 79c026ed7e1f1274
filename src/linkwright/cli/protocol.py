"""The HTTP reader of uvicorn, with a bound on headers, and refusals in the one shape for what is no HTTP at all."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from linkwright.errors import BadRequest
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock

# nginx allows 32 KiB by default; without a bound a client that never ends its headers fills the memory.
MOST_HEADER_BYTES = 65_536


# Beyond this, joining head and body would cost more than a packet.
_MOST_JOINED = 65_536


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
    """One connection."""

    _head_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """A client has connected."""
        super().connection_made(_Joined(transport, self.loop))  # type: ignore[arg-type]

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words say nothing to a person
        """Refuse what cannot be read, and end the connection."""
        if self._head_bytes > MOST_HEADER_BYTES:
            refused = BadRequest(f"The address and headers have more than {MOST_HEADER_BYTES} bytes.")
        else:
            refused = BadRequest(
                "This is not a valid HTTP request.",
                hint="Send one Content-Length or chunks, not both, and headers without control characters.",
            )
        body = jsons.dumpb(refused.body(SystemClock().now()))
        head = f"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(f"{head}connection: close\r\n\r\n".encode() + body)
        self.transport.close()

    def _count(self, length: int) -> None:
        self._head_bytes += length
        if self._head_bytes > MOST_HEADER_BYTES:
            raise ValueError("the headers are too long")
