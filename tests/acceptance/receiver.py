"""A receiver of webhooks on loopback that fails, hangs, redirects, is gone or takes what comes, as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_SECONDS = 40


@dataclass(frozen=True)
class Got:
    """One post as it came: path, headers in lower case, body, and the status it was answered with (0: none)."""

    path: str
    headers: dict[str, str]
    body: bytes
    answered: int

    @property
    def id(self) -> str:
        """The event's id."""
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        """The body, read."""
        return dict(json.loads(self.body))


@dataclass
class Receiver:
    """The receiver; `says` gives the status for a post by its path, 0 to hang until `release`."""

    url: str
    says: dict[str, int] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    release: threading.Event = field(default_factory=threading.Event)

    def note(self, got: Got) -> None:
        """Keep a post and tell who waits."""
        with self.changed:
            self.got.append(got)
            self.changed.notify_all()

    def wait(self, enough: Callable[[list[Got]], bool]) -> list[Got]:
        """The posts so far, once there are enough of them."""
        with self.changed:
            assert self.changed.wait_for(lambda: enough(self.got), _SECONDS), [(one.path, one.id) for one in self.got]
            return list(self.got)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Serve on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receiver.says.get(self.path, 204)
            receiver.note(Got(self.path, headers, body, status))
            if status == 0:
                receiver.release.wait(_SECONDS)
                self.close_connection = True
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", f"{receiver.url}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
