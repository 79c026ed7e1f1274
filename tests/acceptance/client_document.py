"""A web server with one MCP client's metadata document, for hubs whose origin map sends `client.example` there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ORIGIN = "https://client.example"
DOCUMENT = f"{ORIGIN}/mcp/client.json"
CALLBACK = "http://127.0.0.1:3030/callback"
WEB_CALLBACK = f"{ORIGIN}/mcp/callback"


@contextmanager
def serving_document() -> Iterator[str]:
    """The server's address."""
    told = {"client_id": DOCUMENT, "client_name": "Example Client", "redirect_uris": [CALLBACK, WEB_CALLBACK]}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(told).encode()
            self.send_response(200 if self.path == "/mcp/client.json" else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
