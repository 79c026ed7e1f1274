"""A door before the twin of Linear that ends a process when a write goes through it: before the twin has it, or after."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen


class Door:
    """Armed for one write; `kill` is then called once."""

    def __init__(self) -> None:
        self.url = ""
        self.when: str | None = None
        self.kill: Callable[[], None] = lambda: None
        self.writes = 0


@contextmanager
def killing_door(twin: str) -> Iterator[Door]:
    """The door, open."""
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            when, writes = None, b"issueCreate" in body
            if writes:
                when, door.when = door.when, None
            if when == "before":
                door.kill()
                return
            door.writes += writes
            headers = {name: self.headers[name] for name in ("authorization", "content-type") if self.headers[name]}
            with urlopen(Request(twin + self.path, data=body, headers=headers), timeout=20) as answer:
                found, kind = answer.read(), answer.headers["content-type"]
            if when == "after":
                door.kill()
                return
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        door.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield door
        server.shutdown()
