"""A small server that answers as the transit engine of OpenBao does: tokens, AppRole, namespaces, key versions, seal.

https://openbao.org/api-docs/secret/transit/ and https://openbao.org/api-docs/auth/approle/
"""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


@dataclass
class FakeTransit:
    """The state of the server; tests change it under its hands."""

    address: str = ""
    namespace: str = ""
    tokens: set[str] = field(default_factory=lambda: {"root"})
    roles: dict[str, str] = field(default_factory=lambda: {"hub": "hub-secret"})
    keys: dict[str, list[bytes]] = field(default_factory=dict)
    oldest: dict[str, int] = field(default_factory=dict)
    sealed: bool = False
    hangs: threading.Event = field(default_factory=threading.Event)
    redirects_to: str = ""
    seen: list[tuple[str, str]] = field(default_factory=list)

    def make(self, name: str) -> None:
        """A key, or a new version of it."""
        self.keys.setdefault(name, []).append(os.urandom(32))

    def answer(self, path: str, token: str, namespace: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer."""
        self.seen.append((path, token))
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        if namespace != self.namespace:
            return 404, {"errors": ["no handler for route"]}
        if path == "/v1/auth/approle/login":
            if self.roles.get(body.get("role_id", "")) != body.get("secret_id"):
                return 400, {"errors": ["invalid role or secret ID"]}
            made = base64.b32encode(os.urandom(10)).decode()
            self.tokens.add(made)
            return 200, {"auth": {"client_token": made, "lease_duration": 3600, "renewable": True}}
        if token not in self.tokens:
            return 403, {"errors": ["permission denied"]}
        parts = path.removeprefix("/v1/").split("/")
        if len(parts) != 3 or parts[0] != "transit":
            return 404, {"errors": []}
        versions = self.keys.get(parts[2])
        if versions is None:
            return 400, {"errors": ["encryption key not found"]}
        if parts[1] == "encrypt":
            nonce, plain = os.urandom(12), base64.b64decode(body["plaintext"])
            made = base64.b64encode(nonce + AESGCM(versions[-1]).encrypt(nonce, plain, None)).decode()
            return 200, {"data": {"ciphertext": f"vault:v{len(versions)}:{made}", "key_version": len(versions)}}
        return self._decrypted(parts[2], versions, body["ciphertext"])

    def _decrypted(self, name: str, versions: list[bytes], ciphertext: str) -> tuple[int, dict[str, Any]]:
        try:
            prefix, version, text = ciphertext.split(":")
            number, raw = int(version.removeprefix("v")), base64.b64decode(text, validate=True)
            if prefix != "vault" or not 1 <= number <= len(versions):
                raise ValueError
        except ValueError:
            return 400, {"errors": ["invalid ciphertext: no prefix"]}
        if number < self.oldest.get(name, 1):
            return 400, {"errors": ["ciphertext or signature version is disallowed by policy (too old)"]}
        try:
            plain = AESGCM(versions[number - 1]).decrypt(raw[:12], raw[12:], None)
        except InvalidTag:
            return 400, {"errors": ["cipher: message authentication failed"]}
        return 200, {"data": {"plaintext": base64.b64encode(plain).decode()}}


@contextmanager
def fake_transit() -> Iterator[FakeTransit]:
    """The server, on a free port of this machine."""
    state = FakeTransit()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", "0")))
            if state.hangs.is_set():
                while state.hangs.is_set():
                    threading.Event().wait(0.02)
            status, answer = state.answer(
                self.path,
                self.headers.get("x-vault-token", ""),
                self.headers.get("x-vault-namespace", ""),
                json.loads(raw or b"{}"),
            )
            content = json.dumps(answer).encode()
            if state.redirects_to:
                status = 307
            self.send_response(status)
            if state.redirects_to:
                self.send_header("location", state.redirects_to + self.path)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_PUT = do_POST  # noqa: N815 - the name that the base class looks for

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield state
    finally:
        state.hangs.clear()
        server.shutdown()
        server.server_close()
        thread.join(5)
