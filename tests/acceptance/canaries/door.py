"""A door before the twin of Linear: it notes what passes, and can answer with the credential itself, in every spelling."""

from __future__ import annotations

import base64
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

Reply = tuple[int, dict[str, str], bytes]


def _error(message: str, **extensions: Any) -> bytes:
    return json.dumps({"errors": [{"message": message, "extensions": {"code": "FORBIDDEN", **extensions}}]}).encode()


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" for one in text)


WAYS: dict[str, Callable[[str], Reply]] = {
    "message": lambda key: (400, {}, _error(f"the key {key} may not do that")),
    "message of 200": lambda key: (200, {}, _error(f"no: {key}", userPresentableMessage=f"{key} was refused")),
    "message of 401": lambda key: (401, {}, _error(f"{key} is unknown")),
    "headers": lambda key: (500, {"x-echo": key, "x-request-id": key, "retry-after": key}, b"broken"),
    "nested": lambda key: (400, {}, json.dumps({"a": [{"b": {"c": [key, {"authorization": key}]}}]}).encode()),
    "percent": lambda key: (400, {}, _error("no: " + quote(key, safe="").replace("_", "%5F"))),
    "base64": lambda key: (400, {}, _error("no: " + base64.b64encode(key.encode()).decode())),
    "basic": lambda key: (502, {}, base64.b64encode(f"{key}:".encode())),
    "hex": lambda key: (400, {}, _error("no: " + key.encode().hex())),
    "escapes": lambda key: (400, {}, ('{"errors":[{"message":"no: ' + _escaped(key) + '"}]}').encode()),
    "text of 500": lambda key: (500, {"content-type": "text/plain"}, f"Traceback: key={key}".encode()),
    "half a JSON": lambda key: (200, {}, ('{"data": {"teams": "' + key).encode()),
    "not even text": lambda key: (200, {}, b"\xff\xfe" + key.encode() + b"\x00"),
}


@dataclass
class Door:
    """Where it stands, what passed, and how the next calls are answered (None: by the twin, `cut`: not at all)."""

    twin: str
    url: str = ""
    way: str | None = None
    seen: list[str] = field(default_factory=list)
    echoed: set[str] = field(default_factory=set)
    tokens: list[dict[str, Any]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def door(twin: str) -> Iterator[Door]:
    """Serve on a free port."""
    here = Door(twin)
    opener = build_opener(_Stay)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)) if self.command != "GET" else None
            key = self.headers.get("authorization", "")
            here.seen.append(key)
            if here.way == "cut" and self.path == "/graphql":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            if here.way and here.way in WAYS and self.path == "/graphql":
                here.echoed.add(here.way)
                self._send(*WAYS[here.way](key.removeprefix("Bearer ")))
                return
            dropped = {"host", "connection", "content-length", "accept-encoding"}
            headers = {name: value for name, value in self.headers.items() if name.lower() not in dropped}
            request = Request(here.twin + self.path, body, headers, method=self.command)
            try:
                with opener.open(request, timeout=30) as answer:
                    status, given, content = answer.status, dict(answer.headers.items()), answer.read()
            except HTTPError as refused:
                with refused:
                    status, given, content = refused.code, dict(refused.headers.items()), refused.read()
            if self.path.startswith("/oauth/token") and status == 200:
                here.tokens.append(json.loads(content))
                here.forms.append((body or b"").decode())
            self._send(status, given, content)

        do_GET = do_POST = do_PUT = do_HEAD = _pass  # noqa: N815

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            kept = {n.lower(): v for n, v in headers.items()}
            for name, value in {"content-type": "application/json", **kept}.items():
                if name not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
