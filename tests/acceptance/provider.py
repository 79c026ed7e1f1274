"""A stand-in for Linear's endpoint that says what a test tells it to say, over a real line that it may also cut."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

IDENTITY = {
    "viewer": {"id": "u1", "name": "Ada", "email": "ada@customer.example"},
    "organization": {"id": "o1", "name": "Customer", "urlKey": "customer"},
    "teams": {"nodes": [], "pageInfo": {"hasNextPage": False}},
}


@dataclass(frozen=True)
class Says:
    """One answer.

    Attributes:
        body: text, or a value that is sent as JSON.
        cut: end the line without an answer: `before` the request is carried out, or `after`.
    """

    status: int = 200
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: Literal["before", "after"] | None = None


@dataclass
class Scripted:
    """The provider; `says` is its answer to everything but the question whose account a key opens, `whose` to that one."""

    url: str
    says: Says = field(default_factory=Says)
    whose: Says | None = None
    asked: int = 0
    done: int = 0


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Serve on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["content-length"]))
            if b"viewer{" in asked:
                if provider.whose is not None:
                    self._answer(provider.whose)
                    return
                self._answer(Says(body={"data": IDENTITY}))
                return
            provider.asked += 1
            says = provider.says
            provider.done += says.cut != "before"
            if says.cut:
                self._reset()
            else:
                self._answer(says)

        def _answer(self, says: Says) -> None:
            body = says.body if isinstance(says.body, str) else json.dumps(says.body)
            self.send_response(says.status)
            for name, value in {"content-type": "application/json", **says.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def _reset(self) -> None:
            # Without lingering, closing sends a reset instead of an end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = Scripted(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
