"""The toolset over TLS: it goes only to who has a certificate that is trusted."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from linkwright.toolset import HubUnreachable, Toolset

SEEN: list[str] = []


class _Hub(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        SEEN.append(self.headers["authorization"])
        self.rfile.read(int(self.headers["content-length"]))
        body = b'{"data":{"ok":true},"next":null}'
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server at 127.0.0.1 with a certificate of its own, and where that is."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    path = tmp_path / "hub.pem"
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    path.write_bytes(key.private_bytes(*kinds) + signed)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with HTTPServer(("127.0.0.1", 0), _Hub) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}", path
        server.shutdown()
        thread.join(10)


@pytest.mark.promise("toolset.secret")
def test_a_key_goes_only_to_a_server_that_is_trusted(
    secured: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, certificate = secured
    SEEN.clear()
    with Toolset(base_url=url, api_key="lw_x", account_id="a") as toolset:
        with pytest.raises(HubUnreachable, match="is not trusted: self.signed certificate") as error:
            toolset.call("linear_list_teams")
    # It would be refused every time.
    assert not error.value.retryable
    assert SEEN == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Toolset(base_url=url, api_key="lw_x", account_id="a") as toolset:
        assert toolset.call("linear_list_teams").data == {"ok": True}
    assert SEEN == ["Bearer lw_x"]
    with Toolset(base_url=url.replace("127.0.0.1", "localhost"), api_key="lw_x", account_id="a") as toolset:
        with pytest.raises(HubUnreachable, match="localhost"):
            toolset.call("linear_list_teams")
