"""A provider whose answers can be held back: the twin of Linear behind a door."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

from tests import warm
from tests.postgres import free_port

_PATIENCE = 30


class SlowProvider:
    """What a test steers: `hold` closes the door, `let_go` opens it, `wait_for` counts who stands before it."""

    def __init__(self, key: str, env: dict[str, str]) -> None:
        self.key = key
        self.env = env
        self.open = threading.Event()
        self.open.set()
        self._changed = threading.Condition()
        self._standing = 0

    def hold(self) -> None:
        """Answer nobody from now on."""
        self.open.clear()

    def let_go(self) -> None:
        """Answer all."""
        self.open.set()

    def wait_for(self, count: int) -> None:
        """Until so many calls wait for their answer."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._standing >= count, _PATIENCE), self._standing

    def pass_through(self) -> None:
        """A call stands before the door."""
        with self._changed:
            self._standing += 1
            self._changed.notify_all()
        self.open.wait(_PATIENCE)
        with self._changed:
            self._standing -= 1


@contextmanager
def slow_provider() -> Iterator[SlowProvider]:
    """The twin as a process, and the door before it; `env` leads a hub there."""
    port = free_port()
    twin = warm.popen(["twin", "linear", "--port", str(port)], stderr=subprocess.DEVNULL)
    assert twin.stdout
    key = ""
    for line in twin.stdout:
        key = key or (line.split()[-1] if line.startswith("API key") else "")
        if line.startswith("Stop with"):
            break

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            provider.pass_through()
            sent = {name: self.headers[name] for name in ("authorization", "content-type")}
            with urlopen(Request(f"http://127.0.0.1:{port}{self.path}", data=body, headers=sent)) as answer:
                told = answer.read()
            self.send_response(answer.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who was cut off does not wait any more
    where = {"https://api.linear.app": f"http://127.0.0.1:{server.server_port}"}
    provider = SlowProvider(key, {"LINKWRIGHT_OUTBOUND_ORIGINS": json.dumps(where)})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield provider
    finally:
        provider.let_go()
        server.shutdown()
        server.server_close()
        twin.terminate()
        twin.wait(20)
        twin.stdout.close()
