"""An upstream that takes 20 ms for each answer, and counts what it was asked, as nginx does.

Run: `python slow.py PORT 0 ANSWER_FILE`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import cast

import uvloop

_DELAY = 0.02


class Connection(asyncio.Protocol):
    """One kept connection; requests have a Content-Length and come one after another."""

    answer = b""
    asked = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A caller is there."""
        # uvloop's own is none of asyncio's classes.
        self.transport = cast(asyncio.Transport, transport)
        self.received = b""

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if len(body) < length:
            return
        self.received = body[length:]
        Connection.asked += 1
        if head.startswith(b"GET /hits"):
            told = f"1 1 {Connection.asked}".encode()
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told))
        else:
            asyncio.get_running_loop().call_later(_DELAY, self._answer)

    def _answer(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(self.answer)


async def main(port: int) -> None:
    """Serve until the process ends."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    body = Path(sys.argv[3]).read_bytes()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    Connection.answer = head + body
    uvloop.run(main(int(sys.argv[1])))
