"""What the conformance suite needs around a hub: a connector whose tools it knows, their provider, and a way in with a key.

The suite cannot send a key, so a proxy on this machine adds it to whatever comes, and changes nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.unit.connectors.workshop import ICON

FOLDER = Path(__file__).parent
ORIGIN = "https://api.conformance.example"
TOKEN = "conformance-token"
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_SILENCE = (
    b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00"
    + b"\x80" * 8
)
_FILES = {
    "/files/dot.png": ("image/png", _DOT),
    "/files/silence.wav": ("audio/wav", _SILENCE),
    "/files/note.txt": ("text/plain", b"One line."),
}
_ME = {"id": "u1", "name": "Ada", "email": "ada@conformance.example", "workspace": {"id": "w1", "name": "Suite"}}
# Said anew for each leg of the way.
_OWN = {"connection", "transfer-encoding", "content-length", "keep-alive"}


def connector_files() -> dict[str, str]:
    """The connector as it is pushed."""
    files = {
        str(path.relative_to(FOLDER / "connector")): path.read_text("utf-8")
        for path in sorted((FOLDER / "connector").rglob("*.*"))
    }
    sha = hashlib.sha256(files["openapi.yaml"].encode()).hexdigest()
    files["connector.yaml"] = files["connector.yaml"].replace("@SHA@", sha)
    return {**files, "icon.svg": ICON}


class _Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            return self._say(401, "application/json", b'{"error": {"code": "who", "message": "Who are you?"}}')
        if self.path in _FILES:
            return self._say(200, *_FILES[self.path])
        if self.path == "/broken":
            said = {"error": {"code": "broken", "message": "This one always fails."}}
            return self._say(422, "application/json", json.dumps(said).encode())
        body = _ME if self.path == "/me" else {"text": "This is a sentence."}
        return self._say(200, "application/json", json.dumps(body).encode())

    def _say(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def running_provider() -> Iterator[str]:
    """The provider; its address."""
    with _serving(_Provider) as url:
        yield url


@contextmanager
def open_door(hub: str, headers: dict[str, str]) -> Iterator[str]:
    """A proxy to the hub that adds these headers; its address. What the hub streams, it streams."""
    place = urlsplit(hub)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            upstream = HTTPConnection(place.hostname or "", place.port or 80, timeout=60)
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            kept = [(name, value) for name, value in self.headers.items() if name.lower() not in _OWN]
            for name, value in [*kept, *headers.items(), ("content-length", str(len(body)))]:
                upstream.putheader(name, value)
            upstream.endheaders(body)
            answer = upstream.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("connection", "close")
            self.end_headers()
            while piece := answer.read1(65_536):
                self.wfile.write(piece)
                self.wfile.flush()
            upstream.close()
            self.close_connection = True

        def do_POST(self) -> None:
            self._pass()

        def do_GET(self) -> None:
            self._pass()

        def do_DELETE(self) -> None:
            self._pass()

        def log_message(self, *_: Any) -> None:
            pass

    with _serving(Door) as url:
        yield url


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(5)
